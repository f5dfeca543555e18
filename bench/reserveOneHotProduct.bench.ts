import { join } from 'node:path';
import type { Bench, Figure } from './frame/bench.js';
import { interleave } from './frame/interleave.js';
import { median } from './frame/statistics.js';
import type { Workplace } from './frame/workplace.js';
import type { Load, Measured } from './reservations/measuringProcess.js';
import { reserveInTwoProcesses } from './reservations/twoProcesses.js';
import { startModule } from './system/moduleProcess.js';

const crowds = {
  grouped: [1, 8, 32, 128],
  // with 128 callers some wait longer for their turn than the benchmark does
  plain: [1, 8, 32],
};

export const reserveOneHotProduct: Bench = {
  name: 'reserveOneHotProduct',
  question: 'How many reservations of one product a second, next to read, decide, append, retry?',
  limit: 10,
  run: async (workplace) => {
    const url = await startNode(workplace);
    const { isQuick } = workplace;
    const seconds = isQuick ? 0.5 : 3;
    const rounds = isQuick ? 1 : 5;
    const sides = {
      ...(await sidesOf(workplace, { url, how: 'grouped', seconds })),
      ...(await sidesOf(workplace, { url, how: 'plain', seconds })),
    };
    const measured = await interleave<string, Measured>(workplace, sides, { rounds });
    const together = await reserveInTwoProcesses(workplace, { url, seconds: isQuick ? 2 : 10 });

    return {
      settings: { crowds, seconds, rounds, node: 'embedded, durable, a process of its own' },
      figures: [...toFigures(measured), timesAsMany(measured), ...together.figures],
      remarks: [
        'plain: reads the whole stream, folds, decides, appends one event, begins again on a conflict',
        together.proof,
      ],
    };
  },
};

const startNode = async (workplace: Workplace): Promise<string> => {
  const module = new URL('../embedded/eventStoreNode/main.js', import.meta.url);
  const args = ['--port', '0', '--dir', join(workplace.folder, 'events')];

  return (await startModule(workplace, module, args)).url;
};

type Sides = Readonly<{ url: string; how: 'grouped' | 'plain'; seconds: number }>;

/** In a process of their own: the code of one handler, compiled for what it meets, is slower after the other has run. */
const sidesOf = async (
  workplace: Workplace,
  { url, how, seconds }: Sides,
): Promise<Record<string, () => Promise<Measured>>> => {
  const module = new URL('./reservations/measuringProcess.js', import.meta.url);
  const { ask } = await startModule(workplace, module, [url]);
  const measure = (load: Load) => () => ask<Measured>(JSON.stringify(load));

  return Object.fromEntries(
    crowds[how].map((callers) => [
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
