import type { Metrics } from '../../../platform/metrics/index.js';
import { createEntries, type WaitingEntries } from './entries.js';
import type { Entry } from './entry.js';
import { watchWaiting } from './metrics.js';
import { createQueues, type Queues } from './queues.js';
import { createRefreshing, type OfferState, type Refreshing } from './refreshing.js';
import { createTakenUnits, type TakenUnits } from './takenUnits.js';
import type { KnownStock, UnitsLeft } from './unitsLeft.js';
import type { BeginWait, Wait, Wanted } from './wait.js';

/**
 * Lets in no more orders than there are units: a request that does not fit waits until it does.
 * First come, first served per product among those that want as many units.
 */
export type WaitingRoom = Readonly<{
  /** Returns whether the order fits; its units are taken then, until `follow` has an outcome. */
  tryAdmit: (wanted: Wanted) => boolean;
  /** Takes the units, whether they are there or not. */
  admit: (wanted: Wanted) => void;
  /** Requests of one key wait together. Returns null for another request of a key that waits. */
  wait: (wanted: Wanted, beginWait: BeginWait) => Wait | null;
  follow: TakenUnits['follow'];
  /** Nothing is sent for an order that was admitted. */
  giveBack: TakenUnits['giveBack'];
  noteStock: (stock: KnownStock) => void;
  /** How many requests wait, for each product. */
  waitingByProduct: () => ReadonlyMap<string, number>;
  /** Ends all waits, and lets nobody wait from then on. */
  stop: () => void;
}>;

type Deps = Readonly<{
  units: UnitsLeft;
  /** Reads the product anew; what it finds comes by `noteStock` first. */
  refresh: (productId: string) => Promise<OfferState>;
  waitMs: number;
  places: number;
  metrics: Metrics;
}>;

export const createWaitingRoom = (deps: Deps): WaitingRoom => {
  const { units } = deps;
  const { entries, queues, taken, refreshing, metrics, admission } = furnish(deps);

  return {
    tryAdmit: (wanted) => {
      if (taken.has(wanted.orderId)) return true;
      // whoever waits comes first
      for (const { productId } of wanted.lines)
        if (queues.isWaitedFor(productId)) admission.admitAll(productId);
      if (entries.has(wanted.orderId) || !admission.fits(wanted)) return false;
      taken.take(wanted.orderId, wanted.lines);
      metrics.admitted(false);

      return true;
    },
    admit: ({ orderId, lines }) => taken.take(orderId, lines),
    wait: (wanted, beginWait) => {
      const wait = entries.join(wanted, beginWait);
      const entry = entries.get(wanted.orderId);
      if (entry !== undefined) queues.add(entry);
      refreshing.start(wanted.lines.map(({ productId }) => productId));

      return wait;
    },
    follow: taken.follow,
    giveBack: taken.giveBack,
    noteStock: (stock) => {
      if (!units.note(stock)) return;
      admission.admitAll(stock.productId);
      if (stock.available <= 0) refreshing.soon(stock.productId);
    },
    waitingByProduct: () => entries.byProduct(),
    stop: () => {
      refreshing.stop();
      entries.stop();
    },
  };
};

/** The parts, which call each other. */
const furnish = (deps: Deps) => {
  const { units } = deps;
  const queues = createQueues<Entry>();
  const metrics = watchWaiting(deps.metrics, () => entries.requests());
  const entries: WaitingEntries = createEntries({
    ...deps,
    onEnd: queues.remove,
    onWaited: metrics.waited,
  });
  const taken: TakenUnits = createTakenUnits(units, (lines) => {
    for (const { productId } of lines) admission.admitAll(productId);
  });
  const leftOf = (productId: string): number =>
    refreshing.isLost(productId) ? Infinity : (units.left(productId) ?? -Infinity);
  const admission = createAdmissions({ queues, entries, taken, metrics, leftOf });
  const refreshing: Refreshing = createRefreshing({
    ...deps,
    isWaitedFor: queues.isWaitedFor,
    products: queues.products,
    admitAll: admission.admitAll,
    refuseAll: (productId) => {
      for (const entry of queues.allOf(productId)) entries.end(entry, 'refused');
    },
  });

  return { queues, entries, taken, refreshing, metrics, admission };
};

type AdmissionDeps = Readonly<{
  queues: Queues<Entry>;
  entries: WaitingEntries;
  taken: TakenUnits;
  metrics: Pick<ReturnType<typeof watchWaiting>, 'admitted'>;
  leftOf: (productId: string) => number;
}>;

const createAdmissions = ({ queues, entries, taken, metrics, leftOf }: AdmissionDeps) => {
  const fits = ({ lines }: Pick<Wanted, 'lines'>): boolean =>
    lines.every(({ productId, quantity }) => quantity <= leftOf(productId));

  return {
    fits,
    /** Admits who waits for a product, in order, as far as there are units. */
    admitAll: (productId: string): void => {
      for (;;) {
        const entry = queues.firstOf(productId, leftOf(productId), fits);
        if (entry === null) return;
        taken.take(entry.orderId, entry.lines);
        metrics.admitted(true);
        entries.end(entry, 'admitted');
      }
    },
  };
};
