// Measures one way to reserve, as often as it is asked to. Usage: measuringProcess.js <event store>; asked for a Load in JSON.
import { after, closedLoop } from '../load/loops.js';
import { latencies } from '../load/tally.js';
import { openReservations } from './reservations.js';

export type Load = Readonly<{ how: 'grouped' | 'plain'; callers: number; seconds: number }>;

/** `p99` in milliseconds. */
export type Measured = Readonly<{ perSecond: number; p99: number }>;

const [url = ''] = process.argv.slice(2);

/**
 * A product of its own per round: the plain handler reads what has gathered in the stream. And a handler of its own, which
 * remembers no other product's reservations: they would slow down every garbage collection.
 */
const measure = async ({ how, callers, seconds }: Load): Promise<Measured> => {
  const reservations = openReservations(url);
  const productId = await reservations.addProduct(10_000_000);
  const times: number[] = [];
  const took = await closedLoop(callers, after(seconds * 1000), async () => {
    const begun = performance.now();
    await reservations[how](productId);
    times.push(performance.now() - begun);
  });
  const reserved = await reservations.reserved(productId);
  await reservations.stop();
  if (reserved !== times.length) throw new Error(`${times.length} answers, ${reserved} reserved`);

  return { perSecond: Math.round(times.length / took), p99: latencies(times).p99 };
};

process.on('message', (question: string) => {
  void measure(JSON.parse(question) as Load).then((measured) => process.send?.(measured));
});
process.on('disconnect', () => process.exit());
process.stdout.write(`${JSON.stringify({ url })}\n`);
