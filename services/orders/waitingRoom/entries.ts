import { createOverdue } from './overdue.js';
import { countByProduct, type Entry, type EntryRequest } from './entry.js';
import type { BeginWait, Wait, Wanted, WaitOutcome } from './wait.js';

/** Who waits, bounded in number and time. */
export type WaitingEntries = Readonly<{
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

export const createEntries = ({ waitMs, places, onEnd, onWaited }: Options): WaitingEntries => {
  // in the order of arrival
  const entries = new Map<string, Entry>();
  let requests = 0;
  let isStopped = false;

  const forget = (entry: Entry): void => {
    if (entries.get(entry.orderId) !== entry) return;
    entries.delete(entry.orderId);
    onEnd(entry);
  };
  const end = (entry: Entry, outcome: WaitOutcome): void => {
    forget(entry);
    for (const request of entry.requests) request.end(outcome);
  };
  const overdue = createOverdue({ waitMs, entries, end });
  const entryOf = createEntryOf(entries, overdue.watch);
  const add = createAdd({
    forget,
    onBegun: () => (requests += 1),
    onEnded: () => (requests -= 1),
    onWaited,
  });

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
      overdue.stop();
      for (const entry of entries.values()) end(entry, 'busy');
    },
  };
};

const busy: Wait = { outcome: Promise.resolve('busy'), cancel: () => undefined };

/** Returns the key's entry, a new one behind all others where there is none. */
const createEntryOf = (entries: Map<string, Entry>, onEntered: () => void) => {
  let lastPlace = 0;

  return (wanted: Wanted): Entry => {
    const known = entries.get(wanted.orderId);
    if (known !== undefined) return known;
    lastPlace += 1;
    const since = performance.now();
    const entry = { place: lastPlace, since, requests: new Set<EntryRequest>(), ...wanted };
    entries.set(wanted.orderId, entry);
    onEntered();

    return entry;
  };
};

type AddDeps = Readonly<{
  forget: (entry: Entry) => void;
  onBegun: () => void;
  onEnded: () => void;
  onWaited: (ms: number) => void;
}>;

const createAdd =
  ({ forget, onBegun, onEnded, onWaited }: AddDeps) =>
  (entry: Entry, beginWait: BeginWait): Wait => {
    const begunAt = performance.now();
    let resolve: (outcome: WaitOutcome) => void = () => undefined;
    const outcome = new Promise<WaitOutcome>((accept) => {
      resolve = accept;
    });
    const request: EntryRequest = {
      end: (result) => {
        if (!entry.requests.delete(request)) return;
        endWait();
        onEnded();
        onWaited(performance.now() - begunAt);
        resolve(result);
      },
    };
    const cancel = (): void => {
      request.end('busy');
      if (entry.requests.size === 0) forget(entry);
    };
    entry.requests.add(request);
    onBegun();
    const endWait = beginWait(cancel);

    return { outcome, cancel };
  };
