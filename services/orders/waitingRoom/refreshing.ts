import { coalesceByKey, createTicking, pause } from '../../../platform/concurrency/index.js';
import type { UnitsLeft } from './unitsLeft.js';

/** What a product is for those who wait for it. */
export type OfferState = 'on offer' | 'refused';

/** Looks again after products for which somebody waits, also where no notice comes. */
export type Refreshing = Readonly<{
  /** Somebody waits for these products. */
  start: (productIds: readonly string[]) => void;
  /** A notice says that something has turned around. */
  soon: (productId: string) => void;
  /** Whether the stock was read again and again, and nothing recent is known all the same. */
  isLost: (productId: string) => boolean;
  stop: () => void;
}>;

type Deps = Readonly<{
  units: UnitsLeft;
  refresh: (productId: string) => Promise<OfferState>;
  isWaitedFor: (productId: string) => boolean;
  products: () => readonly string[];
  admitAll: (productId: string) => void;
  refuseAll: (productId: string) => void;
}>;

/** In milliseconds: as often as a product is read while it is ordered. */
const refreshEveryMs = 250;

/**
 * A projector that goes on is waited for, however far behind it is, and so is a process that has no
 * time to read. One that is found at the same place so often, and for so long, stands still: a
 * burst of orders keeps it at its place for a while. Less than a wait, in milliseconds.
 */
const standingStill = { reads: 6, everyMs: 30, ms: 2_500 };

/** In milliseconds: so long after that nobody waits until the stock is known. */
const lostForMs = 5_000;

export const createRefreshing = (deps: Deps): Refreshing => {
  const { units, isWaitedFor, products, admitAll } = deps;
  const lost = createLost();
  const refresh = coalesceByKey(async (productId: string): Promise<void> => {
    const state = await readUntilKnown(deps, productId);
    if (state === 'refused') {
      deps.refuseAll(productId);

      return;
    }
    if (state === 'lost') lost.note(productId);
    admitAll(productId);
  });
  const refreshSafely = (productId: string): void => {
    // without the event store nothing can be said, or appended: who waits goes on waiting
    void refresh(productId).catch(() => undefined);
  };
  const timer = createTicking(refreshEveryMs, () => {
    products().forEach(refreshSafely);
    if (products().length === 0) timer.pause();
  });

  return {
    start: (productIds) => {
      timer.start();
      for (const productId of productIds) if (!units.isRecent(productId)) refreshSafely(productId);
    },
    soon: (productId) => {
      if (isWaitedFor(productId)) refreshSafely(productId);
    },
    isLost: (productId) => lost.has(productId) && !units.isRecent(productId),
    stop: timer.stop,
  };
};

/** Products of which nothing recent is known. */
const createLost = () => {
  const until = new Map<string, number>();

  return {
    has: (productId: string): boolean => (until.get(productId) ?? 0) > performance.now(),
    note: (productId: string): void => {
      for (const [known, end] of until) if (end < performance.now()) until.delete(known);
      until.set(productId, performance.now() + lostForMs);
    },
  };
};

const readUntilKnown = async (
  { units, refresh, isWaitedFor }: Pick<Deps, 'units' | 'refresh' | 'isWaitedFor'>,
  productId: string,
): Promise<'known' | 'refused' | 'lost' | 'not needed'> => {
  let last = { ...latest(units, productId), since: performance.now(), reads: 0 };
  while (isWaitedFor(productId)) {
    if ((await refresh(productId)) === 'refused') return 'refused';
    if (units.isRecent(productId)) return 'known';
    const now = latest(units, productId);
    last =
      now.asOf > last.asOf || now.position > last.position
        ? { ...now, since: performance.now(), reads: 0 }
        : { ...last, reads: last.reads + 1 };
    if (units.left(productId) === null || standsStill(last)) return 'lost';
    await pause(standingStill.everyMs);
  }

  return 'not needed';
};

/** Either moves on with the projector; the time alone is unknown when it is far behind. */
const latest = (units: UnitsLeft, productId: string) => ({
  asOf: units.asOf(productId),
  position: units.position(productId),
});

const standsStill = ({ since, reads }: Readonly<{ since: number; reads: number }>): boolean =>
  reads >= standingStill.reads && performance.now() - since >= standingStill.ms;
