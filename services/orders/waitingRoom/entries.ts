import type { BeginWait, Wait, Wanted, WaitOutcome } from './wait.js';

/** A key that waits, with all its requests. `place` counts from 1 in the order of arrival. */
export type Entry = Wanted & Readonly<{ place: number; since: number; requests: Set<Waiting> }>;

type Waiting = Readonly<{ end: (outcome: WaitOutcome) => void }>;

/** Who waits, bounded in number and time. */
export type Entries = Readonly<{
  has: (orderId: string) => boolean;
  get: (orderId: string) => Entry | undefined;
  /**
   * Adds a request, to its key's entry where there is one. Returns null when that is of another
   * request.
   */
  join: (wanted: Wanted, beginWait: BeginWait) => Wait | null;
  end: (entry: Entry, outcome: WaitOutcome) => void;
  requests: () => number;
  byProduct: () => ReadonlyMap<string, number>;
  stop: () => void;
}>;

type Options = Readonly<{
  waitMs: number;
  places: number;
  onEnd: (entry: Entry) => void;
  /** Is told how long, in milliseconds. */
  onWaited: (ms: number) => void;
}>;

export const createEntries = ({ waitMs, places, onEnd, onWaited }: Options): Entries => {
  // in the order of arrival, which is that in which their time is over
  const entries = new Map<string, Entry>();
  let requests = 0;
  let lastPlace = 0;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const forget = (entry: Entry): void => {
    entries.delete(entry.orderId);
    onEnd(entry);
  };
  const end = (entry: Entry, outcome: WaitOutcome): void => {
    forget(entry);
    for (const waiting of entry.requests) waiting.end(outcome);
  };
  const endOverdue = (): void => {
    const since = performance.now() - waitMs;
    for (const entry of entries.values()) {
      if (entry.since > since) break;
      end(entry, 'busy');
    }
    timer = undefined;
    setTimer();
  };
  const setTimer = (): void => {
    const [first] = entries.values();
    if (first === undefined || timer !== undefined) return;
    timer = setTimeout(endOverdue, Math.max(1, first.since + waitMs - performance.now()));
  };
  const entryOf = (wanted: Wanted): Entry => {
    const known = entries.get(wanted.orderId);
    if (known !== undefined) return known;
    lastPlace += 1;
    const entry = {
      ...wanted,
      place: lastPlace,
      since: performance.now(),
      requests: new Set<Waiting>(),
    };
    entries.set(wanted.orderId, entry);
    setTimer();

    return entry;
  };

  const add = (entry: Entry, beginWait: BeginWait): Wait => {
    const begunAt = performance.now();
    const { promise: outcome, resolve } = withResolvers();
    const waiting: Waiting = {
      end: (result) => {
        if (!entry.requests.delete(waiting)) return;
        requests -= 1;
        endWait();
        onWaited(performance.now() - begunAt);
        resolve(result);
      },
    };
    const leave = (): void => {
      waiting.end('busy');
      if (entry.requests.size === 0 && entries.get(entry.orderId) === entry) forget(entry);
    };
    entry.requests.add(waiting);
    requests += 1;
    const endWait = beginWait(leave);

    return { outcome, leave };
  };

  return {
    has: (orderId) => entries.has(orderId),
    get: (orderId) => entries.get(orderId),
    join: (wanted, beginWait) => {
      if (isStopped || requests >= places) return busy;
      const entry = entryOf(wanted);

      return entry.requestFingerprint === wanted.requestFingerprint ? add(entry, beginWait) : null;
    },
    end,
    requests: () => requests,
    byProduct: () => countByProduct(entries.values()),
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      for (const entry of entries.values()) end(entry, 'busy');
    },
  };
};

const busy: Wait = { outcome: Promise.resolve('busy'), leave: () => undefined };

const withResolvers = () => {
  let resolve: (outcome: WaitOutcome) => void = () => undefined;
  const promise = new Promise<WaitOutcome>((accept) => {
    resolve = accept;
  });

  return { promise, resolve };
};

const countByProduct = (entries: Iterable<Entry>): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { lines, requests } of entries)
    for (const { productId } of lines)
      counts.set(productId, (counts.get(productId) ?? 0) + requests.size);

  return counts;
};
