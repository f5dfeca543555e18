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

export type Leadership = Readonly<{ isLeader: () => boolean; stop: () => Promise<void> }>;

/**
 * Leads while a session holds the advisory lock, stands by otherwise. The lock of a leader that is
 * paused, or whose machine is gone, is free after 5 s. A leader that loses its connection is
 * aborted, but a paused one notices late: what it writes needs a fence of its own, such as the
 * checkpoint's epoch.
 */
export const withLeadership = (options: LeadershipOptions): Leadership => {
  const stopping = new AbortController();
  let leading = false;
  const setLeading = (isLeading: boolean) => {
    leading = isLeading;
  };
  const running = compete(options, stopping.signal, setLeading);

  return {
    isLeader: () => leading,
    stop: once(async () => {
      stopping.abort();
      await running;
    }),
  };
};

const compete = async (
  options: LeadershipOptions,
  stopping: AbortSignal,
  setLeading: (isLeading: boolean) => void,
): Promise<void> => {
  while (!stopping.aborted) {
    try {
      await serveOnce(options, stopping, setLeading);
    } catch (error) {
      options.logger.warn({ err: error, lock: options.lock }, 'leading ended');
    } finally {
      setLeading(false);
    }
    await pause(jittered(500), stopping);
  }
};

const serveOnce = async (
  { url, lock, logger, lead }: LeadershipOptions,
  stopping: AbortSignal,
  setLeading: (isLeading: boolean) => void,
): Promise<void> => {
  const session = await openSession(url);
  try {
    if (!(await takeLock(session, lock, stopping))) return;
    logger.info({ lock }, 'leading');
    setLeading(true);
    const lost = new AbortController();
    void session.ended.then(() => lost.abort());
    await lead(AbortSignal.any([stopping, lost.signal]));
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
