import { coalesce, pause } from '../../platform/concurrency/index.js';
import type { Queryable } from '../../platform/postgres/index.js';
import { checkpointPosition } from './checkpoint.js';

const pollMs = 10;

/**
 * Resolves to true as soon as the read models hold everything up to `position`, to false after
 * `timeoutMs`. All who wait on one database share its polls.
 */
export const waitForPosition = async (
  database: Queryable,
  position: bigint,
  timeoutMs = 2_000,
): Promise<boolean> => {
  const poll = pollOf(database);
  const until = performance.now() + timeoutMs;
  for (;;) {
    const reached = await poll();
    if (reached !== null && reached >= position) return true;
    if (performance.now() >= until) return false;
    await pause(pollMs);
  }
};

const polls = new WeakMap<Queryable, () => Promise<bigint | null>>();

const pollOf = (database: Queryable): (() => Promise<bigint | null>) => {
  const poll = polls.get(database) ?? coalesce(() => checkpointPosition(database));
  polls.set(database, poll);

  return poll;
};
