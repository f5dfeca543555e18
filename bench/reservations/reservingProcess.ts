// Reserves one unit after the other with 32 callers. Usage: reservingProcess.js <event store>
// <product> <milliseconds>
import { HandlerBusy } from '../../platform/commandHandling/index.js';
import { after, closedLoop } from '../load/loops.js';
import { openReservations } from './reservations.js';

/** `took`: seconds until the last unit; `longest`: milliseconds that a caller waited. */
export type Reserved = Readonly<{
  granted: number;
  refused: number;
  /** Turned away because too many waited; nothing was reserved for them. */
  busy: number;
  took: number;
  longest: number;
}>;

const [url = '', productId = '', milliseconds = '0'] = process.argv.slice(2);
const reservations = openReservations(url);

const reserveAll = async (): Promise<Reserved> => {
  const startedAt = performance.now();
  const counts = { granted: 0, refused: 0, busy: 0 };
  let [longest, lastAt] = [0, startedAt];
  const isTime = after(Number(milliseconds));
  await closedLoop(
    32,
    () => counts.refused > 0 || isTime(),
    async () => {
      const begun = performance.now();
      const outcome = await reservations
        .grouped(productId)
        .then(() => 'granted' as const, outcomeOf);
      lastAt = performance.now();
      longest = Math.max(longest, lastAt - begun);
      counts[outcome] += 1;
    },
  );

  return { ...counts, longest, took: (lastAt - startedAt) / 1000 };
};

/** Anything but a refusal, or a handler with too much to do, is a fault and ends the process. */
const outcomeOf = (error: unknown): 'refused' | 'busy' => {
  if (error instanceof HandlerBusy) return 'busy';
  if (error instanceof Error && 'code' in error && error.code === 'OUT_OF_STOCK') return 'refused';
  throw error;
};

process.on('message', () => void reserveAll().then((reserved) => process.send?.(reserved)));
process.on('disconnect', () => process.exit());
process.stdout.write(`${JSON.stringify({ url })}\n`);
