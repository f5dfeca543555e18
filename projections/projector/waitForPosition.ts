import { pause } from '../../platform/concurrency/index.js';
import type { Queryable } from '../../platform/postgres/index.js';
import { checkpointPosition } from './checkpoint.js';

const lookEvery = 10;

/**
 * Resolves to true as soon as the read models hold everything up to `position`, to false after `milliseconds`. All who
 * wait on one database look together.
 */
export const waitForPosition = async (
  database: Queryable,
  position: bigint,
  milliseconds = 2000,
): Promise<boolean> => {
  const until = performance.now() + milliseconds;
  for (;;) {
    const reached = await lookTogether(database);
    if (reached !== null && reached >= position) return true;
    if (performance.now() >= until) return false;
    await pause(lookEvery);
  }
};

const looking = new WeakMap<Queryable, Promise<bigint | null>>();

const lookTogether = (database: Queryable): Promise<bigint | null> => {
  const underWay = looking.get(database);
  if (underWay !== undefined) return underWay;
  const look = checkpointPosition(database).finally(() => looking.delete(database));
  looking.set(database, look);

  return look;
};
