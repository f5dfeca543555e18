import { HandlerBusy } from '../../../platform/commandHandling/index.js';
import { coalesce } from '../../../platform/concurrency/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { Metrics } from '../../../platform/metrics/index.js';
import { NotReady } from '../../../platform/process/index.js';
import type { Lag } from './readLag.js';
import { createShedding } from './shedding.js';
import { createUndecidedOrders, type UndecidedOrders } from './undecidedOrders.js';

/** Decides whether one more order is taken, by how far the decisions are behind. */
export type Admission = Pick<UndecidedOrders, 'noteAccepted' | 'noteDecided'> &
  Readonly<{
    /**
     * Throws HandlerBusy while too much waits, but for one order a second; and for a share of the
     * orders before that, though not for one that has waited for units.
     */
    requireRoom: (order?: Readonly<{ hasWaited: boolean }>) => void;
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
export const createAdmission = ({ maxLagMs, metrics, ...deps }: Deps): Admission => {
  const orders = createUndecidedOrders();
  const shedding = createShedding({ maxLagMs });
  const noteDecided = (orderId: string): void => {
    shedding.noteDecided();
    orders.noteDecided(orderId);
  };
  const outbox = createOutboxLag(deps, { ids: orders.ids, noteDecided });
  const isTrial = createTrials();
  const lagMs = (): number => Math.round(Math.max(outbox.lagMs(), orders.lagMs()));
  const isLate = (): boolean => lagMs() > maxLagMs;
  const refused = watch(metrics, { outbox: outbox.lagMs, orders: orders.lagMs });

  return {
    noteAccepted: orders.noteAccepted,
    noteDecided,
    requireRoom: ({ hasWaited } = { hasWaited: false }) => {
      orders.noteDemand();
      outbox.refresh();
      if (isLate() ? isTrial() : hasWaited || !shedding.isNext(lagMs())) return;
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

type OutboxLag = Readonly<{
  /** Reads it anew when the last reading is old. */
  refresh: () => void;
  lagMs: () => number;
}>;

/** The same reading tells which of the undecided orders have been decided by other instances. */
const createOutboxLag = (
  { readLag, logger }: Pick<Deps, 'readLag' | 'logger'>,
  { ids, noteDecided }: Pick<UndecidedOrders, 'ids' | 'noteDecided'>,
): OutboxLag => {
  let outbox = { lagMs: 0, readAt: -Infinity };
  const isOlder = (ms: number): boolean => performance.now() - outbox.readAt > ms;
  const read = coalesce(async () => {
    try {
      const { outboxMs, decided } = await readLag(ids());
      outbox = { lagMs: outboxMs, readAt: performance.now() };
      decided.forEach(noteDecided);
    } catch (error) {
      // without Postgres nothing is known of the outbox
      outbox = { lagMs: 0, readAt: performance.now() };
      logger.debug({ err: error }, 'lag cannot be read');
    }
  });

  return {
    refresh: () => {
      if (isOlder(reading.everyMs)) void read();
    },
    lagMs: () => (isOlder(reading.validForMs) ? 0 : outbox.lagMs),
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
