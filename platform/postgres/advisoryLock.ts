import { openSession, type Session } from './session.js';

/** Somebody else does at this moment what only one may do. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
}

/** Returns whether the session holds the lock now. It does so until it ends. */
export const tryLock = async (session: Session, lock: string): Promise<boolean> => {
  const [row] = await session.query(
    'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held',
    [lock],
  );

  return row?.['held'] === true;
};

type Options = Readonly<{
  url: string;
  /** Name of the advisory lock: one owner per name and database. */
  lock: string;
}>;

/**
 * Runs `work` while a session of its own holds the lock; throws AlreadyRunning at once when
 * somebody else does. The lock of an owner that is paused, or whose machine is gone, is free after
 * 5 s: what `work` writes needs a fence of its own.
 */
export const runExclusively = async <T>(
  { url, lock }: Options,
  work: () => Promise<T>,
): Promise<T> => {
  const session = await openSession(url);
  try {
    if (!(await tryLock(session, lock)))
      throw new AlreadyRunning(`Another ${lock} runs on this database; wait until it has ended`);

    return await work();
  } finally {
    await session.end();
  }
};
