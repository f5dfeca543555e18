// Measures one way to reserve, once per message, a Load in JSON.
// Usage: measuringProcess.js <event store>
import { HandlerBusy } from '../../platform/commandHandling/index.js';
import { after, closedLoop } from '../load/loops.js';
import { latencies } from '../load/tally.js';
import { openReservations } from './reservations.js';

export type Load = Readonly<{ how: 'grouped' | 'plain'; callers: number; seconds: number }>;

/** `p99` in milliseconds; `busy` counts those that the handler turned away. */
export type Measured = Readonly<{ perSecond: number; p99: number; busy: number }>;

const [url = ''] = process.argv.slice(2);

/**
 * A product of its own per round: the plain handler reads what is in the stream. And a handler of
 * its own, which remembers no other product's reservations: they would slow down every garbage
 * collection.
 */
const measure = async ({ how, callers, seconds }: Load): Promise<Measured> => {
  const reservations = openReservations(url);
  const productId = await reservations.addProduct(10_000_000);
  const times: number[] = [];
  let busy = 0;
  const took = await closedLoop(callers, after(seconds * 1000), async () => {
    const begun = performance.now();
    const wasReserved = await reservations[how](productId).then(() => true, isBusy);
    if (wasReserved) times.push(performance.now() - begun);
    else busy += 1;
  });
  const reserved = await reservations.reserved(productId);
  await reservations.stop();
  if (reserved !== times.length) throw new Error(`${times.length} granted, ${reserved} reserved`);

  return { perSecond: Math.round(times.length / took), p99: latencies(times).p99, busy };
};

/** False for HandlerBusy, which wrote nothing; anything else is a fault. */
const isBusy = (error: unknown): false => {
  if (error instanceof HandlerBusy) return false;
  throw error;
};

process.on('message', (question: string) => {
  void measure(JSON.parse(question) as Load).then((measured) => process.send?.(measured));
});
process.on('disconnect', () => process.exit());
process.stdout.write(`${JSON.stringify({ url })}\n`);
