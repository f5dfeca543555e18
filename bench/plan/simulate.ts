import type { Batching, PartCost } from './costs.js';

export type Simulated = Readonly<{
  /** Orders a second that left. */
  perSecond: number;
  /** Share of the time that the part worked. */
  utilisation: number;
}>;

type Options = Readonly<{
  rate: number;
  batching: Batching;
  seconds: number;
  random: () => number;
}>;

/**
 * One part, event by event: orders come at random times; a batch begins with the first that waits,
 * takes those of the next moment too, and is worked off by one thread. Returns what the arithmetic
 * of the model should say as well.
 */
export const simulatePart = (
  cost: PartCost,
  { rate, batching: { perOrder, mergeSeconds }, seconds, random }: Options,
): Simulated => {
  const nextOrder = (after: number): number => after - Math.log(1 - random()) / rate;
  let [comesAt, freeAt, busy, done] = [nextOrder(0), 0, 0, 0];
  while (comesAt < seconds) {
    const beginsAt = Math.max(comesAt + mergeSeconds, freeAt);
    let orders = 0;
    for (; comesAt <= beginsAt && orders < largestBatch; comesAt = nextOrder(comesAt)) orders += 1;
    const work = perOrder * cost.perBatch + orders * cost.perOrder;
    freeAt = beginsAt + work;
    if (freeAt > seconds) break;
    busy += work;
    done += orders;
  }

  return { perSecond: done / seconds, utilisation: busy / seconds + cost.idle };
};

const largestBatch = 500;

/** Numbers from 0 to 1 that are the same in every run. */
export const seeded = (seed: number): (() => number) => {
  let state = seed;

  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;

    return state / 2 ** 32;
  };
};
