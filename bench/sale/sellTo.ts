import type { Buyers, Click } from '../load/buyers.js';
import { memoryOf } from '../system/memory.js';
import { cpuBetween, cpuOfParts } from '../system/processes.js';
import type { System } from '../system/quickSale.js';
import { type Answers, buyersIn } from './buyersAtOnce.js';
import { displacements } from './displacement.js';

/** What came of a product that sold out. */
export type Sold = Answers &
  Readonly<{
    confirmed: number;
    /** Orders that were refused for want of units. */
    surplus: number;
    /** Seconds to the last push. */
    untilPush: number;
    displacements: readonly number[];
    /** Seconds, of all processes together. */
    cpu: number;
    peakMiB: number;
    /** More memory than before, for each buyer. */
    waitingKiB: number;
  }>;

type Sale = Readonly<{ system: System; buyers: Buyers; count: number }>;

export const sellTo = async ({ system, buyers, count }: Sale, productId: string): Promise<Sold> => {
  const before = cpuOfParts(system.folder);
  const memory = watchMemory(system.folder);
  const startedAt = performance.now();
  const winners: Click[] = [];
  const answers = await buyersIn(count, async (buyer, key) => {
    const click = await buyers.click(buyer, productId, key);
    if (click.orderId !== null) winners.push(click);

    return click.status;
  });
  const decided = await Promise.all(winners.map(({ orderId }) => buyers.outcomeOf(orderId ?? '')));
  const untilPush = (performance.now() - startedAt) / 1_000;
  const { peakMiB, grownMiB } = memory();
  const cpu = Object.values(cpuBetween(before, cpuOfParts(system.folder)));
  const confirmed = decided.filter((one) => one?.status === 'CONFIRMED').length;

  return {
    ...answers,
    confirmed,
    surplus: winners.length - confirmed,
    untilPush,
    displacements: displacements(winners.flatMap(toServed)),
    cpu: cpu.reduce((sum, one) => sum + one, 0) / 1_000_000,
    peakMiB,
    waitingKiB: (grownMiB * 1_024) / count,
  };
};

const toServed = ({ arrivedAt, position }: Click) =>
  arrivedAt === null || position === null ? [] : [{ arrivedAt, position }];

/** Each time the processes stand still for some milliseconds. */
const sampleEveryMs = 1_000;

/** Returns a function that ends the watch, and returns what it saw of all services. */
const watchMemory = (folder: string) => {
  const first = memoryOf(folder).services;
  let peakMiB = first;
  const timer = setInterval(() => {
    peakMiB = Math.max(peakMiB, memoryOf(folder).services);
  }, sampleEveryMs);

  return () => {
    clearInterval(timer);

    return { peakMiB, grownMiB: peakMiB - first };
  };
};
