import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { buy } from '../load/buy.js';
import { buyAt } from '../load/buyAt.js';
import type { Buyers } from '../load/buyers.js';
import { refuseFaults } from '../load/faults.js';
import { after, closedLoop } from '../load/loops.js';
import { ownCpu } from '../load/ownCpu.js';
import { latencies, newTally, type Tally } from '../load/tally.js';
import { cpuBetween, cpuOfParts } from '../system/processes.js';

export type Sale = Readonly<{
  folder: string;
  buyers: Buyers;
  productId: string;
  /** How many batches the projector has made so far. */
  countBatches: () => Promise<number>;
}>;

/** CPU in seconds of a core per second, by part; the load generator is `buyers`. */
export type Measured = Readonly<{
  perSecond: number;
  /** Of the projector. */
  batchesPerSecond: number;
  p50: number;
  cpu: Readonly<Record<string, number>>;
  /** Cores that something else on the machine used meanwhile. */
  others: number;
}>;

export const measurePace = (sale: Sale, perSecond: number, seconds: number): Promise<Measured> =>
  measure(sale, () => buyAt({ perSecond, seconds }, sale.buyers, sale.productId));

/** Each caller waits for the decision before the next order. */
export const measureCallers = (sale: Sale, callers: number, seconds: number): Promise<Measured> =>
  measure(sale, async () => {
    const tally = newTally();
    await closedLoop(callers, after(seconds * 1000), (caller) => buy({ ...sale, tally }, caller));
    refuseFaults(tally);

    return tally;
  });

/** Cores that were left by what else the machine did; some always are. */
export const freeCores = ({ others }: Pick<Measured, 'others'>): number =>
  Math.max(0.2, cpus().length - others);

/** `perSecond` counts responses; the product must be sold out. */
export const measureRefusals = (sale: Sale, callers: number, seconds: number): Promise<Measured> =>
  measure(sale, async () => {
    const tally = newTally();
    await closedLoop(callers, after(seconds * 1000), async (caller) => {
      const { answeredAt, clickedAt, status } = await sale.buyers.click(caller, sale.productId);
      if (status !== 409) throw new Error(`not sold out: ${status}`);
      tally.toPush.push(answeredAt - clickedAt);
    });

    return tally;
  });

export const measureIdle = (sale: Sale, seconds: number): Promise<Measured> =>
  measure(sale, async () => {
    await sleep(seconds * 1000);

    return newTally();
  });

const measure = async (
  { folder, countBatches }: Sale,
  load: () => Promise<Tally>,
): Promise<Measured> => {
  const batches = await countBatches();
  const [before, machineBefore, own] = [cpuOfParts(folder), machineSeconds(), ownCpu()];
  const startedAt = performance.now();
  const tally = await load();
  const seconds = (performance.now() - startedAt) / 1000;
  const used = { ...cpuBetween(before, cpuOfParts(folder)), buyers: own() };
  const cpu = Object.fromEntries(
    Object.entries(used).map(([part, micros]) => [part, micros / 1e6 / seconds]),
  );
  const all = Object.values(cpu).reduce((sum, cores) => sum + cores, 0);
  const machine = (machineSeconds() - machineBefore) / seconds;

  return {
    perSecond: tally.toPush.length / seconds,
    batchesPerSecond: ((await countBatches()) - batches) / seconds,
    p50: latencies(tally.toPush).p50,
    cpu,
    others: Math.max(0, machine - all),
  };
};

// user, nice, system, irq, softirq and steal of /proc/stat, in hundredths of a second
const machineSeconds = (): number => {
  const [, ...fields] = readFileSync('/proc/stat', 'utf8').split('\n')[0]?.split(/ +/) ?? [];
  const busy = [0, 1, 2, 5, 6, 7].map((index) => Number(fields[index]));

  return busy.reduce((sum, ticks) => sum + ticks, 0) / 100;
};
