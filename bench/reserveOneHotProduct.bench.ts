import { join } from 'node:path';
import type { Bench, Figure } from './harness/bench.js';
import { interleave } from './harness/interleave.js';
import { median } from './harness/statistics.js';
import type { BenchContext } from './harness/benchContext.js';
import type { Load, Measured } from './reservations/measuringProcess.js';
import { reserveInTwoProcesses } from './reservations/twoProcesses.js';
import { startModule } from './system/moduleProcess.js';

const callerCounts = {
  grouped: [1, 8, 32, 128],
  // with 128 callers some wait longer for their turn than the benchmark does
  plain: [1, 8, 32],
};

export const reserveOneHotProduct: Bench = {
  name: 'reserveOneHotProduct',
  question: 'How many reservations of one product a second, next to read, decide, append, retry?',
  limit: 10,
  run: async (context) => {
    const url = await startNode(context);
    const { isQuick } = context;
    const seconds = isQuick ? 0.5 : 3;
    const rounds = isQuick ? 1 : 5;
    const sides = {
      ...(await sidesOf(context, { url, how: 'grouped', seconds })),
      ...(await sidesOf(context, { url, how: 'plain', seconds })),
    };
    const measured = await interleave<string, Measured>(context, sides, { rounds });
    const together = await reserveInTwoProcesses(context, { url, seconds: isQuick ? 2 : 10 });

    return {
      settings: {
        callers: callerCounts,
        seconds,
        rounds,
        node: 'embedded, durable, a process of its own',
      },
      figures: [...toFigures(measured), timesAsMany(measured), ...together.figures],
      remarks: [
        'plain: reads the whole stream, folds, decides, appends one event, begins again on a conflict',
        `turned away as busy: ${busyOf(measured)}`,
        together.proof,
      ],
    };
  },
};

const startNode = async (context: BenchContext): Promise<string> => {
  const module = new URL('../embedded/eventStoreNode/main.js', import.meta.url);
  const args = ['--port', '0', '--dir', join(context.folder, 'events')];

  return (await startModule(context, module, args)).url;
};

type Sides = Readonly<{ url: string; how: 'grouped' | 'plain'; seconds: number }>;

/**
 * In a process of their own: the code of one handler, compiled for what it meets, is slower after
 * the other has run.
 */
const sidesOf = async (
  context: BenchContext,
  { url, how, seconds }: Sides,
): Promise<Record<string, () => Promise<Measured>>> => {
  const module = new URL('./reservations/measuringProcess.js', import.meta.url);
  const { ask } = await startModule(context, module, [url]);
  const measure = (load: Load) => () => ask<Measured>(JSON.stringify(load));

  return Object.fromEntries(
    callerCounts[how].map((callers) => [
      `${how}, ${callers} callers`,
      measure({ how, callers, seconds }),
    ]),
  );
};

const toFigures = (measured: Readonly<Record<string, readonly Measured[]>>): Figure[] =>
  Object.entries(measured).flatMap(([side, rounds]) => [
    {
      what: side,
      unit: '1/s',
      rounds: rounds.map(({ perSecond }) => perSecond),
      ...(/^grouped, (32|128)/.test(side) && { floor: { atLeast: 12_000 } }),
    },
    { what: `${side}, p99`, unit: 'ms', rounds: rounds.map(({ p99 }) => p99) },
  ]);

const busyOf = (measured: Readonly<Record<string, readonly Measured[]>>): number =>
  Object.values(measured)
    .flat()
    .reduce((sum, { busy }) => sum + busy, 0);

const timesAsMany = (measured: Readonly<Record<string, readonly Measured[]>>): Figure => {
  const rates = (side: string) => (measured[side] ?? []).map(({ perSecond }) => perSecond);
  const plain = median(rates('plain, 32 callers'));

  return {
    what: 'grouped against plain, 32 callers',
    unit: 'times',
    rounds: rates('grouped, 32 callers').map((rate) => rate / plain),
    floor: { atLeast: 15 },
  };
};
