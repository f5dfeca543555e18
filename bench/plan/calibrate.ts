import { cpus } from 'node:os';
import type { BenchContext } from '../harness/benchContext.js';
import { connectBuyers } from '../load/buyers.js';
import { usageOfParts } from '../system/processes.js';
import { startSystem } from '../system/quickSale.js';
import { median } from '../harness/statistics.js';
import type { Costs, LatencyCost } from './costs.js';
import { fitBatching, fitLatency, fitPart } from './fit.js';
import {
  freeCores,
  type Measured,
  measureCallers,
  measureIdle,
  measurePace,
  measureRefusals,
  type Sale,
} from './measure.js';
import { full as fullAt, utilisationAt, whereFull } from './model.js';
import { countBatches, readTraces, tracesPerOrder } from './traces.js';

export type Calibrated = Readonly<{ costs: Omit<Costs, 'checked' | 'commit'>; sale: Sale }>;

const callers = 256;
const sockets = 400;

/**
 * Shares of full speed at which the costs are measured; they are checked at others. At the first
 * two no machine is full.
 */
const shares = [0.03, 0.08, 0.3, 0.7];

/**
 * Measures a system that is started for it, each service in a process of its own, as in production.
 */
export const calibrate = async (context: BenchContext): Promise<Calibrated> => {
  const seconds = context.isQuick ? 4 : 15;
  const system = await startSystem(context, { processes: true });
  const memory = (): number => usageOfParts(system.folder)['notifier']?.memory ?? 0;
  const bare = memory();
  const buyers = await connectBuyers(system, { count: sockets });
  context.atEnd(buyers.stop);
  const socketBytes = Math.max(0, memory() - bare) / sockets;
  const sale = {
    folder: system.folder,
    buyers,
    productId: await system.addProduct(10_000_000),
    countBatches: () => countBatches(system),
  };
  // all code is compiled before anything counts
  await measureCallers(sale, callers, seconds * 2);
  const idle = await measureIdle(sale, seconds);
  const before = await readTraces(system);
  const full = await measureCallers(sale, callers, seconds);
  const order = tracesPerOrder(before, await readTraces(system), full.perSecond * seconds);
  context.say(`full speed: ${JSON.stringify(full)}`);
  const paces: Measured[] = [];
  for (const share of shares) {
    paces.push(await measurePace(sale, Math.ceil(full.perSecond * share), seconds));
    context.say(`at ${share} of it: ${JSON.stringify(paces.at(-1))}`);
  }
  const refusals = await measureSoldOut(sale, await system.addProduct(1), seconds / 2);
  context.say(`sold out: ${JSON.stringify(refusals)}`);

  return { sale, costs: { ...toCosts({ idle, full, paces, refusals }), order, socketBytes } };
};

const measureSoldOut = async (sale: Sale, productId: string, seconds: number) => {
  const gone = { ...sale, productId };
  for (let buyer = 0; ; buyer += 1) {
    const { status, orderId } = await sale.buyers.click(buyer, productId);
    if (status === 409) return measureRefusals(gone, 64, seconds);
    if (orderId !== null) await sale.buyers.outcomeOf(orderId);
  }
};

type Runs = Readonly<{
  idle: Measured;
  full: Measured;
  paces: readonly Measured[];
  refusals: Measured;
}>;

const toCosts = ({ idle, full, paces, refusals }: Runs) => {
  const attainable = Math.min(1, busyCores(full) / freeCores(full));
  const runs = [...paces, full];
  const parts = Object.fromEntries(
    Object.entries(idle.cpu).map(([part, atRest]) => [
      part,
      fitPart(atRest, runs.map(pointOf(part))),
    ]),
  );
  const refusal = Object.fromEntries(
    Object.entries(refusals.cpu).map(([part, cpu]) => [
      part,
      Math.max(0, cpu - (idle.cpu[part] ?? 0)) / refusals.perSecond,
    ]),
  );
  const costs = {
    measuredAt: new Date().toISOString(),
    source: 'npm run plan -- --check',
    cores: cpus().length,
    fastest: full.perSecond,
    attainable,
    parts,
    batching: fitBatching(paces.slice(0, 2).map(pointOf('projector'))),
    refusal,
  };

  return { ...costs, latency: latencyOf(costs, runs) };
};

const pointOf =
  (part: string) =>
  ({ perSecond, batchesPerSecond, cpu }: Measured) => ({
    rate: perSecond,
    batches: batchesPerSecond,
    cpu: cpu[part] ?? 0,
  });

/** An order alone from the lowest rate; the batches it waits for where the cores were full. */
const latencyOf = (
  costs: Pick<Costs, 'parts' | 'batching' | 'attainable'>,
  runs: readonly Measured[],
): LatencyCost => {
  const coresOf = (run: Measured): number => freeCores(run) * costs.attainable;
  const [lowest] = runs;
  const busy = runs.filter((run) => busyCores(run) >= fullAt * coresOf(run));
  const waits = busy.map(({ p50, batchesPerSecond }) => (p50 / 1000) * batchesPerSecond);
  const batches = waits.length > 0 ? median(waits) : 0;
  if (lowest === undefined) throw new Error('nothing was measured');
  const latency = { aloneMs: lowest.p50, waitMs: 0, batches };
  const machine = { costs: { ...costs, latency }, cores: coresOf(lowest) };
  const low = { utilisation: utilisationAt(machine, lowest.perSecond), p50: lowest.p50 };

  return { ...fitLatency(low, whereFull(machine)), batches };
};

export const busyCores = ({ cpu }: Measured): number =>
  Object.values(cpu).reduce((sum, cores) => sum + cores, 0);
