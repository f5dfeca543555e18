/** Accepted orders of which the decision is awaited: a sample of them, oldest first. */
export type UndecidedOrders = Readonly<{
  noteAccepted: (orderId: string) => void;
  noteDecided: (orderId: string) => void;
  /** To be called for each order that comes in, whatever becomes of it. */
  noteDemand: () => void;
  /** How long the oldest of those that are to be decided next has waited, in milliseconds. */
  lagMs: () => number;
  ids: () => readonly string[];
}>;

type Sample = { readonly orderId: string; readonly acceptedAt: number; isDecided: boolean };

/** Few enough to be looked up in one statement, and to cost nothing. */
const usual = { everyMs: 50, most: 400, now: () => performance.now() };

/**
 * An order that was overtaken by most of those after it does not wait in the queue: something is
 * wrong with it alone, and it must not close the shop. Only time in which orders come in counts: an
 * outage in which nothing is accepted leaves no queue behind.
 */
export const createUndecidedOrders = (options: Partial<typeof usual> = {}): UndecidedOrders => {
  const { everyMs, most, now } = { ...usual, ...options };
  const clock = createDemandClock(now);
  let samples: Sample[] = [];
  let head: Sample | undefined;

  const update = (): void => {
    const at = headOf(samples);
    head = samples[at];
    if (samples.length > most) samples = samples.slice(samples.length - most);
    if (samples.every(({ isDecided }) => isDecided)) samples = [];
  };

  return {
    noteAccepted: (orderId) => {
      clock.noteDemand();
      const acceptedAt = clock.now();
      if (acceptedAt - (samples.at(-1)?.acceptedAt ?? -Infinity) < everyMs) return;
      samples.push({ orderId, acceptedAt, isDecided: false });
      update();
    },
    noteDecided: (orderId) => {
      const sample = samples.find((one) => one.orderId === orderId);
      if (sample === undefined) return;
      sample.isDecided = true;
      update();
    },
    noteDemand: clock.noteDemand,
    lagMs: () => (head === undefined ? 0 : clock.now() - head.acceptedAt),
    ids: () => samples.flatMap(({ orderId, isDecided }) => (isDecided ? [] : [orderId])),
  };
};

/** Returns where the first is of which, with those after it, more than half is undecided; or -1. */
const headOf = (samples: readonly Sample[]): number => {
  let undecided = 0;
  let first = -1;
  for (let index = samples.length - 1; index >= 0; index -= 1) {
    if (samples[index]?.isDecided !== false) continue;
    undecided += 1;
    if (undecided > (samples.length - index) / 2) first = index;
  }

  return first;
};

/** In milliseconds: without an order for longer, nobody wants to buy. */
const longestGapMs = 1_000;

const createDemandClock = (now: () => number) => {
  let time = 0;
  let latest = now();

  return {
    now: () => time,
    noteDemand: (): void => {
      const current = now();
      time += Math.min(longestGapMs, current - latest);
      latest = current;
    },
  };
};
