import type { IncomingMessage } from 'node:http';
import { unmarkedTag } from '../../../contracts/http/headers.js';

/** `If-None-Match` is one tag, a list of them, or `*`; one that a proxy has marked counts too. */
export const isKnownToClient = ({ headers }: IncomingMessage, tag: string): boolean => {
  const known = (headers['if-none-match'] ?? '').split(',').map((one) => one.trim());

  return known.some((one) => one === '*' || unmarkedTag(one) === tag);
};
