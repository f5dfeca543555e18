import type { WantedUnits } from './unitsLeft.js';

/** Something that waits for units of one product or several. */
export type Queued = Readonly<{ lines: readonly WantedUnits[]; place: number }>;

/**
 * Who waits for a product, first come first served among those that want equally many units. One
 * that wants several products waits in the queue of each.
 */
export type Queues<Entry extends Queued> = Readonly<{
  add: (entry: Entry) => void;
  remove: (entry: Entry) => void;
  /** Returns the first of those that want at most `left` units and for which `fits` is true. */
  firstOf: (productId: string, left: number, fits: (entry: Entry) => boolean) => Entry | null;
  /** All that wait for the product, in order. */
  allOf: (productId: string) => readonly Entry[];
  isWaitedFor: (productId: string) => boolean;
  products: () => readonly string[];
}>;

/** One per quantity, since whoever does not fit keeps all back that want as much. */
type QueuesOfProduct<Entry> = Map<number, Set<Entry>>;

export const createQueues = <Entry extends Queued>(): Queues<Entry> => {
  const queues = new Map<string, QueuesOfProduct<Entry>>();

  return {
    add: (entry) => {
      for (const { productId, quantity } of entry.lines) {
        const ofProduct = queues.get(productId) ?? new Map<number, Set<Entry>>();
        const queue = ofProduct.get(quantity) ?? new Set();
        queues.set(productId, ofProduct.set(quantity, queue.add(entry)));
      }
    },
    remove: (entry) => {
      for (const { productId, quantity } of entry.lines) {
        const ofProduct = queues.get(productId);
        const queue = ofProduct?.get(quantity);
        queue?.delete(entry);
        if (queue?.size === 0) ofProduct?.delete(quantity);
        if (ofProduct?.size === 0) queues.delete(productId);
      }
    },
    firstOf: (productId, left, fits) => {
      let first: Entry | null = null;
      for (const [quantity, queue] of queues.get(productId) ?? []) {
        if (quantity > left) continue;
        const candidate = firstIn(queue, fits);
        if (candidate !== null && (first === null || candidate.place < first.place))
          first = candidate;
      }

      return first;
    },
    allOf: (productId) =>
      [...(queues.get(productId)?.values() ?? [])]
        .flatMap((queue) => [...queue])
        .sort((one, other) => one.place - other.place),
    isWaitedFor: (productId) => queues.has(productId),
    products: () => [...queues.keys()],
  };
};

const firstIn = <Entry>(queue: ReadonlySet<Entry>, fits: (entry: Entry) => boolean) => {
  for (const entry of queue) if (fits(entry)) return entry;

  return null;
};
