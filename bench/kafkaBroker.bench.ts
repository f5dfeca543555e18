import { join } from 'node:path';
import kafkajs from 'kafkajs';
import type { Bench, Figure } from './harness/bench.js';
import { interleave } from './harness/interleave.js';
import type { BenchContext } from './harness/benchContext.js';
import { measureThroughput, roundTrips } from './kafka/measure.js';
import { latencies } from './load/tally.js';
import { startModule } from './system/moduleProcess.js';

export const kafkaBroker: Bench = {
  name: 'kafkaBroker',
  question:
    'How long is a record on its way through the embedded broker, and how many pass in a second?',
  limit: 5,
  run: async (context) => {
    const { isQuick } = context;
    const size = isQuick ? { pings: 50, batches: 20 } : { pings: 300, batches: 150 };
    const rounds = isQuick ? 1 : 3;
    const sides = {
      'after fdatasync': await side(context, 'durable', size),
      'from the page cache': await side(context, 'volatile', size),
    };
    const measured = await interleave(context, sides, { rounds });

    return {
      settings: { ...size, rounds },
      figures: Object.entries(measured).flatMap(([name, values]) => toFigures(name, values)),
    };
  },
};

type Measured = Readonly<{ p50: number; p99: number; perSecond: number }>;

type Size = Readonly<{ pings: number; batches: number }>;

/** A broker, and a function that measures it once, on topics of their own. */
const side = async (
  context: BenchContext,
  name: 'durable' | 'volatile',
  { pings, batches }: Size,
): Promise<(round: number) => Promise<Measured>> => {
  const module = new URL('../embedded/kafkaBroker/main.js', import.meta.url);
  const flags = name === 'volatile' ? ['--no-sync'] : [];
  const args = ['--dir', join(context.folder, name), '--port', '0', ...flags];
  const { url } = await startModule(context, module, args);
  const kafka = new kafkajs.Kafka({ brokers: [url], logLevel: kafkajs.logLevel.ERROR });

  return async (round) => {
    const { p50, p99 } = latencies(await roundTrips(kafka, `pings${round}`, pings));

    return { p50, p99, perSecond: await measureThroughput(kafka, `load${round}`, batches) };
  };
};

const toFigures = (side: string, measured: readonly Measured[]): Figure[] => {
  const of = (which: keyof Measured): number[] => measured.map((one) => one[which]);

  return [
    { what: `produce to consume, ${side}, p50`, unit: 'ms', rounds: of('p50') },
    { what: `produce to consume, ${side}, p99`, unit: 'ms', rounds: of('p99') },
    { what: `produced and consumed, ${side}`, unit: '1/s', rounds: of('perSecond') },
  ];
};
