import { join } from 'node:path';
import type { Bench, Figure } from './frame/bench.js';
import { interleave } from './frame/interleave.js';
import { median } from './frame/statistics.js';
import type { Workplace } from './frame/workplace.js';
import { after, closedLoop } from './load/loops.js';
import { latencies } from './load/tally.js';
import { openReservations, type Reservations } from './reservations/reservations.js';
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
    const reservations = openReservations(url);
    workplace.atEnd(reservations.stop);
    const sides = Object.fromEntries(
      (['grouped', 'plain'] as const).flatMap((how) =>
        crowds[how].map((callers) => [
          `${how}, ${callers} callers`,
          () => reserve(reservations, { how, callers, seconds }),
        ]),
      ),
    );
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

type Measured = Readonly<{ perSecond: number; p99: number }>;

type Load = Readonly<{ how: 'grouped' | 'plain'; callers: number; seconds: number }>;

/** A product of its own per round: the plain handler reads what has gathered in the stream. */
const reserve = async (
  reservations: Reservations,
  { how, callers, seconds }: Load,
): Promise<Measured> => {
  const productId = await reservations.addProduct(10_000_000);
  const times: number[] = [];
  const took = await closedLoop(callers, after(seconds * 1000), async () => {
    const begun = performance.now();
    await reservations[how](productId);
    times.push(performance.now() - begun);
  });
  const reserved = await reservations.reserved(productId);
  if (reserved !== times.length) throw new Error(`${times.length} answers, ${reserved} reserved`);

  return { perSecond: Math.round(times.length / took), p99: latencies(times).p99 };
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
