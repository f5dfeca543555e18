// Reserves one unit after the other with 32 callers. Usage: reservingProcess.js <event store> <product> <milliseconds>
import { after, closedLoop } from '../load/loops.js';
import { openReservations } from './reservations.js';

/** `took`: seconds until the last unit; `longest`: milliseconds that a caller waited. */
export type Answers = Readonly<{
  granted: number;
  refused: number;
  took: number;
  longest: number;
}>;

const [url = '', productId = '', milliseconds = '0'] = process.argv.slice(2);
const reservations = openReservations(url);

const reserveAll = async (): Promise<Answers> => {
  const startedAt = performance.now();
  let [granted, refused, longest, lastAt] = [0, 0, 0, startedAt];
  const isTime = after(Number(milliseconds));
  await closedLoop(
    32,
    () => refused > 0 || isTime(),
    async () => {
      const begun = performance.now();
      const went = await reservations.grouped(productId).then(
        () => true,
        (error: unknown) => isOutOfStock(error),
      );
      lastAt = performance.now();
      longest = Math.max(longest, lastAt - begun);
      if (went) granted += 1;
      else refused += 1;
    },
  );

  return { granted, refused, longest, took: (lastAt - startedAt) / 1000 };
};

/** False; anything else is a fault and ends the process. */
const isOutOfStock = (error: unknown): false => {
  if (error instanceof Error && 'code' in error && error.code === 'OUT_OF_STOCK') return false;
  throw error;
};

process.on('message', () => void reserveAll().then((answers) => process.send?.(answers)));
process.on('disconnect', () => process.exit());
process.stdout.write(`${JSON.stringify({ url })}\n`);
