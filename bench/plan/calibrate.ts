import { cpus } from 'node:os';
import type { BenchContext } from '../harness/benchContext.js';
import { connectBuyers } from '../load/buyers.js';
import { usageOfParts } from '../system/processes.js';
import { startSystem } from '../system/quickSale.js';
import type { Costs } from './costs.js';
import { fitBatching, fitLatency, fitPart, measuredWaits } from './fit.js';
import {
  freeCores,
  type Measured,
  measureCallers,
  measureIdle,
  measurePace,
  measureRefusals,
  type Sale,
} from './measure.js';
import { ceilings, whole } from './model.js';
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
  const warm = await measureCallers(sale, callers, seconds * 2);
  const idle = await measureIdle(sale, seconds);
  const paces: Measured[] = [];
  for (const share of shares) {
    paces.push(await measurePace(sale, Math.ceil(warm.perSecond * share), seconds));
    context.say(`at ${share} of full speed: ${JSON.stringify(paces.at(-1))}`);
  }
  // last, since the system still gets faster meanwhile
  const before = await readTraces(system);
  const full = await measureCallers(sale, callers, seconds);
  const order = tracesPerOrder(before, await readTraces(system), full.perSecond * seconds);
  context.say(`full speed: ${JSON.stringify(full)}`);
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

export const toCosts = ({ idle, full, paces, refusals }: Runs) => {
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
  const batching = fitBatching(
    paces.slice(0, 2).map((run) => ({
      ...pointOf('projector')(run),
      utilisation: busyCores(run) / (freeCores(run) * attainable),
    })),
  );
  const latencyOf = (run: Measured) => ({ ...pointOf('projector')(run), p50: run.p50 });
  const ceiling = ceilings({ parts, attainable }, freeCores(full))[0]?.perSecond ?? 0;

  return {
    measuredAt: new Date().toISOString(),
    source: 'npm run plan -- --check',
    cores: cpus().length,
    fastest: full.perSecond,
    attainable,
    parts,
    together: togetherOf(parts, full),
    batching,
    latency: {
      ...fitLatency(batching, runs.map(latencyOf)),
      measured: measuredWaits(paces.map(latencyOf), ceiling),
    },
    refusal,
  };
};

const pointOf =
  (part: string) =>
  ({ perSecond, batchesPerSecond, cpu }: Measured) => ({
    rate: perSecond,
    batches: batchesPerSecond,
    cpu: cpu[part] ?? 0,
  });

/** Full speed is measured with buyers who wait: what an order took there, against the law. */
const togetherOf = (parts: Costs['parts'], full: Measured): number => {
  const { perSecond, batchesPerSecond } = full;
  const { idle, perOrder, perBatch } = whole(parts);
  const taken = busyCores(full) - idle - batchesPerSecond * perBatch;

  return Math.min(1, Math.max(leastTogether, taken / (perSecond * perOrder)));
};

/** Less is a mistake of the measurement. */
const leastTogether = 0.5;

export const busyCores = ({ cpu }: Measured): number =>
  Object.values(cpu).reduce((sum, cores) => sum + cores, 0);
