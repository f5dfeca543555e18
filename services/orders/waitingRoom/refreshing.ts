import { coalesceByKey, pause } from '../../../platform/concurrency/index.js';
import type { UnitsLeft } from './unitsLeft.js';

/** What a product is for those who wait for it. */
export type ProductState = 'on offer' | 'refused';

/** Looks again after products for which somebody waits, also where no notice comes. */
export type Refreshing = Readonly<{
  /** Somebody waits for these products. */
  start: (productIds: readonly string[]) => void;
  /** A notice says that something has turned around. */
  soon: (productId: string) => void;
  /** Whether knowledge was looked for, and is not to be had. */
  isLost: (productId: string) => boolean;
  stop: () => void;
}>;

type Deps = Readonly<{
  units: UnitsLeft;
  refresh: (productId: string) => Promise<ProductState>;
  isWaitedFor: (productId: string) => boolean;
  products: () => readonly string[];
  admitAll: (productId: string) => void;
  refuseAll: (productId: string) => void;
}>;

/** In milliseconds: as often as a product is read while it is ordered. */
const refreshEveryMs = 250;

/** A projector that is a little behind is waited for: so often, and in milliseconds. */
const attempts = { most: 6, everyMs: 30 };

/** In milliseconds: so long after that nobody waits for knowledge. */
const lostForMs = 5_000;

export const createRefreshing = (deps: Deps): Refreshing => {
  const { units, isWaitedFor, products, admitAll } = deps;
  const lostUntil = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const isLost = (productId: string): boolean =>
    (lostUntil.get(productId) ?? 0) > performance.now();
  const noteLost = (productId: string): void => {
    for (const [lost, until] of lostUntil) if (until < performance.now()) lostUntil.delete(lost);
    lostUntil.set(productId, performance.now() + lostForMs);
    admitAll(productId);
  };
  const refresh = coalesceByKey(async (productId: string): Promise<void> => {
    const state = await look(deps, productId);
    if (state === 'refused') deps.refuseAll(productId);
    else if (state === 'lost') noteLost(productId);
    else admitAll(productId);
  });
  const refreshSafely = (productId: string): void => {
    // without the event store nothing can be said, or appended: who waits goes on waiting
    void refresh(productId).catch(() => undefined);
  };
  const tick = (): void => {
    const waitedFor = products();
    if (waitedFor.length === 0) pauseTimer();
    for (const productId of waitedFor) refreshSafely(productId);
  };
  const pauseTimer = (): void => {
    clearInterval(timer);
    timer = undefined;
  };

  return {
    start: (productIds) => {
      if (!isStopped) timer ??= setInterval(tick, refreshEveryMs);
      for (const productId of productIds)
        if (units.left(productId) === null) refreshSafely(productId);
    },
    soon: (productId) => {
      if (isWaitedFor(productId)) refreshSafely(productId);
    },
    isLost,
    stop: () => {
      isStopped = true;
      pauseTimer();
    },
  };
};

const look = async (
  { units, refresh }: Pick<Deps, 'units' | 'refresh'>,
  productId: string,
): Promise<'known' | 'refused' | 'lost'> => {
  for (let attempt = 1; ; attempt += 1) {
    if ((await refresh(productId)) === 'refused') return 'refused';
    if (units.left(productId) !== null) return 'known';
    if (!units.isKnown(productId) || attempt === attempts.most) return 'lost';
    await pause(attempts.everyMs);
  }
};
