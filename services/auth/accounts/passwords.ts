import bcrypt from 'bcrypt';
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { opaqueString } from '../../../contracts/text/opaqueString.js';
import { createPasswordQueue } from './passwordQueue.js';

/** `as typed`: only unprepared, which is how older releases made their hashes. */
export type PasswordMatch = 'prepared' | 'as typed' | null;

export type Passwords = Readonly<{
  /** Of the prepared password (RFC 8265). */
  hash: (password: string) => Promise<string>;
  /**
   * Returns how the password matches, null when it does not. Takes as long for a user who does not
   * exist (null) as for one who does.
   */
  match: (password: string, hash: string | null) => Promise<PasswordMatch>;
  /** Whether it has more than 72 bytes once it is prepared. */
  isTooLong: (password: string) => boolean;
  /** Whether the hash was made with another cost than today's. */
  isOutdated: (hash: string) => boolean;
}>;

const longestPassword = 72;

// One thread of libuv's pool stays free for files and name look-ups.
// What is no number counts as 1 there.
const threads = parseInt(process.env['UV_THREADPOOL_SIZE'] ?? '4') || 1;
const maxInFlight = Math.max(1, Math.min(2 * availableParallelism(), threads - 1));

/** bcrypt behind a queue: hashing keeps the CPU busy, and too much at once starves the process. */
export const createPasswords = (cost: number): Passwords => {
  const inQueue = createPasswordQueue({ maxInFlight, maxWaiting: 20 * maxInFlight });
  let dummyHash: Promise<string> | null = null;

  const compare = async (password: string, hash: string | null): Promise<boolean> => {
    dummyHash ??= bcrypt.hash(randomBytes(18).toString('base64'), cost);
    const against = hash ?? (await dummyHash);
    const isSame = await inQueue(() => bcrypt.compare(password, against));

    return isSame && hash !== null && Buffer.byteLength(password) <= longestPassword;
  };

  return {
    hash: (password) => inQueue(() => bcrypt.hash(opaqueString(password), cost)),
    match: async (password, hash) => {
      const prepared = opaqueString(password);
      if (await compare(prepared, hash)) return 'prepared';
      if (prepared === password) return null;

      return (await compare(password, hash)) ? 'as typed' : null;
    },
    isTooLong: (password) => Buffer.byteLength(opaqueString(password)) > longestPassword,
    isOutdated: (hash) => bcrypt.getRounds(hash) !== cost,
  };
};
