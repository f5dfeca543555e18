import { HandlerBusy } from '../../../platform/commandHandling/index.js';
import { coalesce } from '../../../platform/concurrency/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { Metrics } from '../../../platform/metrics/index.js';
import { NotReady } from '../../../platform/process/index.js';
import type { Lag } from './readLag.js';
import { createUndecidedOrders, type UndecidedOrders } from './undecidedOrders.js';

/** Decides whether one more order is taken, by how far the decisions are behind. */
export type Admission = Pick<UndecidedOrders, 'noteAccepted' | 'noteDecided'> &
  Readonly<{
    /** Throws HandlerBusy while too much waits; one order a second is let through even then. */
    requireRoom: () => void;
    /** Rejects while orders are refused. */
    check: () => Promise<void>;
  }>;

type Deps = Readonly<{
  maxLagMs: number;
  readLag: (orderIds: readonly string[]) => Promise<Lag>;
  logger: Logger;
  metrics: Metrics;
}>;

/** The reading is made anew while orders come in, and holds for a while. */
const reading = { everyMs: 500, validForMs: 3_000 };

/** Those that are let through show when the queue is gone, or was only one that is stuck. */
const trialEveryMs = 1_000;

/** Without orders it does nothing: there is no timer. */
export const createAdmission = ({ maxLagMs, readLag, logger, metrics }: Deps): Admission => {
  const orders = createUndecidedOrders();
  let outbox = { lagMs: 0, readAt: -Infinity };
  const isTrial = createTrials();

  const refresh = coalesce(async () => {
    try {
      const { outboxMs, decided } = await readLag(orders.ids());
      outbox = { lagMs: outboxMs, readAt: performance.now() };
      decided.forEach(orders.noteDecided);
    } catch (error) {
      // without Postgres nothing is known of the outbox
      outbox = { lagMs: 0, readAt: performance.now() };
      logger.debug({ err: error }, 'lag cannot be read');
    }
  });
  const isOlder = (ms: number): boolean => performance.now() - outbox.readAt > ms;
  const outboxLagMs = (): number => (isOlder(reading.validForMs) ? 0 : outbox.lagMs);
  const lagMs = (): number => Math.round(Math.max(outboxLagMs(), orders.lagMs()));
  const isLate = (): boolean => lagMs() > maxLagMs;
  const refused = watch(metrics, { outbox: outboxLagMs, orders: orders.lagMs });

  return {
    noteAccepted: orders.noteAccepted,
    noteDecided: orders.noteDecided,
    requireRoom: () => {
      orders.noteDemand();
      if (isOlder(reading.everyMs)) void refresh();
      if (!isLate() || isTrial()) return;
      refused.inc();
      throw new HandlerBusy('Orders are accepted faster than they are decided');
    },
    check: () =>
      isLate()
        ? Promise.reject(
            new NotReady(`orders are refused: those before them wait for ${lagMs()} ms`),
          )
        : Promise.resolve(),
  };
};

/** Returns a function that is true once a second at most. */
const createTrials = (): (() => boolean) => {
  let triedAt = -Infinity;

  return () => {
    if (performance.now() - triedAt < trialEveryMs) return false;
    triedAt = performance.now();

    return true;
  };
};

const watch = (metrics: Metrics, lagMsOf: Readonly<Record<'outbox' | 'orders', () => number>>) => {
  metrics.gauge({
    name: 'quicksale_admission_lag_seconds',
    help: 'How long what is to be published, or decided, next has waited',
    labels: ['of'],
    collect: (gauge) => {
      for (const [of, lagMs] of Object.entries(lagMsOf)) gauge.set({ of }, lagMs() / 1000);
    },
  });

  return metrics.counter({
    name: 'quicksale_admission_refused_total',
    help: 'Orders refused since too many wait for their decision',
  });
};
