import bcrypt from 'bcrypt';
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { createGate } from './gate.js';

export type Passwords = Readonly<{
  hash: (password: string) => Promise<string>;
  /** Takes as long for a user who does not exist (null) as for one who does. */
  matches: (password: string, hash: string | null) => Promise<boolean>;
  /** Whether the hash was made with another cost than today's. */
  isOutdated: (hash: string) => boolean;
}>;

const longestPassword = 72;

// One thread of libuv's pool stays free for files, name look-ups and everybody else.
const threads = Number(process.env['UV_THREADPOOL_SIZE'] ?? 4);
const inFlight = Math.max(1, Math.min(2 * availableParallelism(), threads - 1));

/** bcrypt behind a gate: hashing is work for the CPU, and too much at once starves the process. */
export const createPasswords = (cost: number): Passwords => {
  const gate = createGate({ inFlight, waiting: 20 * inFlight });
  let nobodysHash: Promise<string> | null = null;

  return {
    hash: (password) => gate(() => bcrypt.hash(password, cost)),
    matches: async (password, hash) => {
      nobodysHash ??= bcrypt.hash(randomBytes(18).toString('base64'), cost);
      const against = hash ?? (await nobodysHash);
      const isSame = await gate(() => bcrypt.compare(password, against));

      return isSame && hash !== null && Buffer.byteLength(password) <= longestPassword;
    },
    isOutdated: (hash) => bcrypt.getRounds(hash) !== cost,
  };
};
