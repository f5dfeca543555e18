import { cpus } from 'node:os';
import type { BenchContext } from '../harness/benchContext.js';
import { connectBuyers } from '../load/buyers.js';
import { usageOfParts } from '../system/processes.js';
import { startSystem } from '../system/quickSale.js';
import type { Costs } from './costs.js';
import { fitLatency, fitPart } from './fit.js';
import {
  freeCores,
  type Measured,
  measureCallers,
  measureIdle,
  measurePace,
  measureRefusals,
  type Sale,
} from './measure.js';
import { readTraces, tracesPerOrder } from './traces.js';

export type Calibrated = Readonly<{ costs: Omit<Costs, 'checked' | 'commit'>; sale: Sale }>;

const callers = 256;
const sockets = 400;

/** Shares of full speed at which the costs are measured; they are checked at others. */
const shares = [0.05, 0.25, 0.6];

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
  const sale = { folder: system.folder, buyers, productId: await system.addProduct(10_000_000) };
  // all code is compiled before anything counts
  await measureCallers(sale, callers, seconds / 2);
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
  const cores = cpus().length;
  const attainable = Math.min(1, busyCores(full) / freeCores(full));
  const parts = Object.fromEntries(
    Object.entries(idle.cpu).map(([part, atRest]) => [
      part,
      fitPart(
        atRest,
        [...paces, full].map(({ perSecond, cpu }) => ({ rate: perSecond, cpu: cpu[part] ?? 0 })),
      ),
    ]),
  );
  const latency = fitLatency(
    paces.map((run) => ({
      utilisation: Math.min(0.97, busyCores(run) / (freeCores(run) * attainable)),
      p50: run.p50,
    })),
  );
  const refusal = Object.fromEntries(
    Object.entries(refusals.cpu).map(([part, cpu]) => [
      part,
      Math.max(0, cpu - (idle.cpu[part] ?? 0)) / refusals.perSecond,
    ]),
  );

  return {
    measuredAt: new Date().toISOString(),
    source: 'npm run plan -- --check',
    cores,
    fastest: full.perSecond,
    attainable,
    parts,
    latency,
    refusal,
  };
};

export const busyCores = ({ cpu }: Measured): number =>
  Object.values(cpu).reduce((sum, cores) => sum + cores, 0);
