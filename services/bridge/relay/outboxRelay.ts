import { createAdaptiveDelay, createBackoff } from '../../../platform/concurrency/index.js';
import type { LocalRelay } from '../../../projections/outbox/localRelay.js';
import { createDelayedSignal } from './delayedSignal.js';
import { createRelaySession, type RelayDeps, type RelaySession } from './relaySession.js';

export type OutboxRelay = Readonly<{
  /** There may be new rows. */
  notify: () => void;
  /** What this process commits itself. */
  local: LocalRelay;
  /** Publishes the rows of the outbox until `signal` aborts. */
  run: (signal: AbortSignal) => Promise<void>;
}>;

/** Rows come with a notification; the poll finds those whose notification was lost. */
const pollEveryMs = 1_000;

/**
 * Rows of a stream that has left quarantine lie before those that were read. While the relay is
 * busy it looks for such rows this often.
 */
const lookBackEveryMs = 5_000;

/** Acknowledged rows are marked together: a statement for each would cost as much as the row. */
const markWithinMs = 100;

// see decision 21
const load = { busyFrom: 12, delayMs: 12 };

/**
 * Transactional outbox: selects rows, publishes them, marks what the broker acknowledged and
 * selects the next ones in the same statement.
 */
export const createOutboxRelay = (deps: RelayDeps): OutboxRelay => {
  const { notify, notifyWithin, wait } = createDelayedSignal();
  const linger = createAdaptiveDelay(load);

  let current: RelaySession | null = null;

  return {
    notify,
    local: createLocalRelay(() => current, notify),
    run: async (signal) => {
      const session = createRelaySession(deps, () => notifyWithin(markWithinMs));
      current = session;
      const backoff = createBackoff({ minMs: 100, maxMs: 2_000 });
      let lookedBackAt = performance.now();
      signal.addEventListener('abort', notify, { once: true });
      while (!signal.aborted)
        try {
          const { taken, isIdle } = await session.poll();
          backoff.reset();
          await linger(taken);
          if (isIdle && !(await wait(pollEveryMs))) session.resetCursor();
          if (performance.now() - lookedBackAt < lookBackEveryMs) continue;
          lookedBackAt = performance.now();
          session.lookBack();
        } catch (error) {
          deps.logger.warn({ err: error }, 'outbox cannot be read');
          await backoff.wait(signal);
        }
      current = null;
      await session.end();
    },
  };
};

const createLocalRelay = (current: () => RelaySession | null, notify: () => void): LocalRelay => ({
  isReady: () => current()?.isReady() === true,
  receive: (rows) => {
    if (rows.length > 0 && current()?.receive(rows) !== true) notify();
  },
  readAgain: () => {
    current()?.readAgain();
    notify();
  },
});
