import type { IncomingMessage } from 'node:http';

/** `If-None-Match` is one tag, a list of them, or `*`; a weak one counts as well. */
export const isKnownToClient = ({ headers }: IncomingMessage, tag: string): boolean => {
  const known = (headers['if-none-match'] ?? '').split(',').map((one) => one.trim());

  return known.some((one) => one === '*' || one.replace(/^W\//, '') === tag);
};
