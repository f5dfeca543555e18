import { jittered, pause } from '../concurrency/index.js';
import { once } from '../process/index.js';
import type { Logger } from '../logging/index.js';
import { tryLock } from './advisoryLock.js';
import { openSession, type Session } from './session.js';

type LeadershipOptions = Readonly<{
  url: string;
  /** Name of the advisory lock: one leader per name and database. */
  lock: string;
  logger: Logger;
  /**
   * Runs while the lock is held, and ends soon after `signal` aborts. Called again when it ended by
   * itself.
   */
  lead: (signal: AbortSignal) => Promise<void>;
}>;

export type Leadership = Readonly<{
  /**
   * Whether the lock is certainly held now, and for 2 s more: false for a leader whose last sign of
   * life got its response more than 3 s ago, at once when it was paused.
   */
  isLeader: () => boolean;
  stop: () => Promise<void>;
}>;

/**
 * Leads while a session holds the advisory lock, stands by otherwise. The lock of a leader that is
 * paused, or whose machine is gone, is free after 5 s. A leader that loses its connection, or gets
 * no answer on it for 3 s, is aborted, but a paused one notices late: what it writes needs a fence
 * of its own, such as the checkpoint's epoch, or a look at `isLeader` right before.
 */
export const withLeadership = (options: LeadershipOptions): Leadership => {
  const stopping = new AbortController();
  let holder: Session | null = null;
  const setHolder = (session: Session | null) => {
    holder = session;
  };
  const running = compete(options, stopping.signal, setHolder);

  return {
    isLeader: () => holder?.isAlive() === true,
    stop: once(async () => {
      stopping.abort();
      await running;
    }),
  };
};

type SetHolder = (session: Session | null) => void;

const compete = async (
  options: LeadershipOptions,
  stopping: AbortSignal,
  setHolder: SetHolder,
): Promise<void> => {
  while (!stopping.aborted) {
    try {
      await serveOnce(options, stopping, setHolder);
    } catch (error) {
      options.logger.warn({ err: error, lock: options.lock }, 'leading ended');
    } finally {
      setHolder(null);
    }
    await pause(jittered(500), stopping);
  }
};

const serveOnce = async (
  { url, lock, logger, lead }: LeadershipOptions,
  stopping: AbortSignal,
  setHolder: SetHolder,
): Promise<void> => {
  const session = await openSession(url);
  try {
    if (!(await takeLock(session, lock, stopping))) return;
    logger.info({ lock }, 'leading');
    setHolder(session);
    const lost = new AbortController();
    void session.ended.then(() => lost.abort());
    await lead(AbortSignal.any([stopping, lost.signal]));
    logger.info({ lock, lost: lost.signal.aborted }, 'no longer leading');
  } finally {
    await session.end();
  }
};

/** Tries on one connection until the lock is free. Returns false when `stopping` aborts before. */
const takeLock = async (
  session: Session,
  lock: string,
  stopping: AbortSignal,
): Promise<boolean> => {
  while (!stopping.aborted) {
    if (await tryLock(session, lock)) return true;
    await pause(jittered(300), stopping);
  }

  return false;
};
