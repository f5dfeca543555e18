import { cpus } from 'node:os';
import type { BenchContext } from '../harness/benchContext.js';
import { connectBuyers } from '../load/buyers.js';
import { memoryOfParts } from '../system/processes.js';
import { startSystem } from '../system/quickSale.js';
import type { Costs } from './costs.js';
import { fitBatching, fitLatency, fitPart, measuredWaits } from './fit.js';
import { type CheckRuns, loadsAt, measureLoads, medianOf, mostCallers } from './loads.js';
import {
  freeCores,
  type Measured,
  measureCallers,
  measureIdle,
  measureRefusals,
  type Sale,
} from './measure.js';
import { ceilings, whole } from './model.js';
import { countBatches, readTraces, tracesPerOrder } from './traces.js';

export type Calibrated = Readonly<{
  costs: Omit<Costs, 'checked' | 'commit'>;
  /** Other loads of the same rounds, of which no cost was taken. */
  checks: readonly CheckRuns[];
}>;

const sockets = 400;

/**
 * Measures a system that is started for it, each service in a process of its own, as in production.
 */
export const calibrate = async (context: BenchContext): Promise<Calibrated> => {
  const seconds = context.isQuick ? 4 : 8;
  const rounds = context.isQuick ? 1 : 3;
  const system = await startSystem(context, { processes: true });
  const memory = (): number => memoryOfParts(system.folder, ['notifier'])['notifier'] ?? 0;
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
  const warm = await measureCallers(sale, mostCallers, seconds * 3);
  const idle = await measureIdle(sale, seconds);
  const before = await readTraces(system);
  const { measured, orders } = await measureLoads(loadsAt(warm.perSecond), rounds, {
    sale,
    seconds,
    say: context.say,
  });
  const order = tracesPerOrder(before, await readTraces(system), orders);
  const refusals = await measureSoldOut(sale, await system.addProduct(1), seconds);
  context.say(`sold out: ${JSON.stringify(refusals)}`);
  const costed = measured.filter(({ load }) => !load.isChecked);
  const paces = costed.flatMap(({ load, runs }) => ('rate' in load ? [medianOf(runs)] : []));
  const full = medianOf(costed.flatMap(({ load, runs }) => ('callers' in load ? runs : [])));

  return {
    costs: { ...toCosts({ idle, full, paces, refusals }), order, socketBytes },
    checks: measured.filter(({ load }) => load.isChecked),
  };
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
