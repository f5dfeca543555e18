import bcrypt from 'bcrypt';
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { createPasswordQueue } from './passwordQueue.js';

export type Passwords = Readonly<{
  hash: (password: string) => Promise<string>;
  /** Takes as long for a user who does not exist (null) as for one who does. */
  matches: (password: string, hash: string | null) => Promise<boolean>;
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

  return {
    hash: (password) => inQueue(() => bcrypt.hash(password, cost)),
    matches: async (password, hash) => {
      dummyHash ??= bcrypt.hash(randomBytes(18).toString('base64'), cost);
      const against = hash ?? (await dummyHash);
      const isSame = await inQueue(() => bcrypt.compare(password, against));

      return isSame && hash !== null && Buffer.byteLength(password) <= longestPassword;
    },
    isOutdated: (hash) => bcrypt.getRounds(hash) !== cost,
  };
};
