import type { Bench, Figure } from './harness/bench.js';
import { interleave } from './harness/interleave.js';
import type { BenchContext } from './harness/benchContext.js';
import { median } from './harness/statistics.js';
import { buy } from './load/buy.js';
import { connectBuyers } from './load/buyers.js';
import { refuseFaults } from './load/faults.js';
import { after, closedLoop } from './load/loops.js';
import { newTally } from './load/tally.js';
import { cpuBetween, cpuOfParts } from './system/processes.js';
import { startSystem } from './system/quickSale.js';
import { startSpanReceiver } from './tracing/spanReceiver.js';
import { unusedSeamMicros } from './tracing/unusedSeam.js';

const callers = 128;

/** CPU of all parts of the system in microseconds per order; the load generator does not count. */
type Run = Readonly<{ micros: number; perSecond: number; orders: number }>;

export const tracing: Bench = {
  name: 'tracing',
  question: 'What do traces cost at full speed, switched off and on?',
  limit: 15,
  run: async (context) => {
    const [rounds, seconds] = context.isQuick ? [2, 3] : [9, 8];
    const receiver = await startSpanReceiver(context);
    const off = await startShop(context, 'off', {});
    const on = await startShop(context, 'on', { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint });
    const runs = await interleave(
      context,
      { off: () => off(seconds), on: () => on(seconds) },
      { rounds },
    );
    const orders = runs.on.reduce((sum, run) => sum + run.orders, 0);
    // the warm-up round is among the spans, so this is rather too much
    const spansPerOrder = receiver.spans() / orders;
    const seam = unusedSeamMicros();

    return {
      settings: { callers, seconds, rounds },
      figures: figuresOf(runs, spansPerOrder * seam),
      remarks: [
        `${spansPerOrder.toFixed(1)} spans per order; a seam without an endpoint: ${(seam * 1000).toFixed(0)} ns`,
      ],
    };
  },
};

type Load = (seconds: number) => Promise<Run>;

const startShop = async (
  context: BenchContext,
  name: string,
  environment: Readonly<Record<string, string>>,
): Promise<Load> => {
  const system = await startSystem(context, { name, environment });
  const buyers = await connectBuyers(system, { count: callers });
  context.atEnd(buyers.stop);
  const productId = await system.addProduct(10_000_000);

  return async (seconds) => {
    const [before, tally] = [cpuOfParts(system.folder), newTally()];
    const took = await closedLoop(callers, after(seconds * 1000), (caller) =>
      buy({ buyers, productId, tally }, caller),
    );
    refuseFaults(tally);
    const used = Object.values(cpuBetween(before, cpuOfParts(system.folder)));
    const orders = tally.confirmed;

    return {
      orders,
      micros: used.reduce((sum, micros) => sum + micros, 0) / orders,
      perSecond: orders / took,
    };
  };
};

const figuresOf = (
  { off, on }: Readonly<Record<'off' | 'on', readonly Run[]>>,
  seamsMicros: number,
): Figure[] => [
  { what: 'CPU per order, off', unit: 'µs', rounds: off.map(({ micros }) => micros) },
  { what: 'CPU per order, on', unit: 'µs', rounds: on.map(({ micros }) => micros) },
  {
    what: 'on against off',
    unit: 'times',
    rounds: on.map(({ micros }, round) => micros / (off[round]?.micros ?? NaN)),
    floor: { atMost: 1.1 },
  },
  {
    what: 'seams without an endpoint, of the CPU per order',
    unit: '%',
    rounds: [(100 * seamsMicros) / median(off.map(({ micros }) => micros))],
    floor: { atMost: 1 },
  },
  { what: 'orders/s, off', unit: '1/s', rounds: off.map(({ perSecond }) => perSecond) },
  { what: 'orders/s, on', unit: '1/s', rounds: on.map(({ perSecond }) => perSecond) },
];
