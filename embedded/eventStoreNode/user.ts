import { createHash, timingSafeEqual } from 'node:crypto';

/** The one account of the node. */
export type NodeUser = { readonly name: string; readonly password: string };

/** Whose credentials an `authorization` header has: nobody's, those of the user, or wrong ones. */
export type CallerKind = 'nobody' | 'user' | 'wrong';

export const callerOf = (header: string | undefined, { name, password }: NodeUser): CallerKind => {
  if (header === undefined || header === '') return 'nobody';
  const expected = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

  // the scheme may be written in any case
  const given = header.replace(/^basic /i, 'Basic ');

  return timingSafeEqual(digest(given), digest(expected)) ? 'user' : 'wrong';
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
