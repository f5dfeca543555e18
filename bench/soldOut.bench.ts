import type { Bench } from './harness/bench.js';
import { type Buyers, connectBuyers } from './load/buyers.js';
import { after, closedLoop } from './load/loops.js';
import { ownCpu } from './load/ownCpu.js';
import { countAnswer, latencies, newTally } from './load/tally.js';
import { toggleProfiles } from './system/profiles.js';
import { startSystem } from './system/quickSale.js';

const callers = 128;

export const soldOut: Bench = {
  name: 'soldOut',
  question: 'How many buyers a second hear at once that nothing is left?',
  limit: 5,
  run: async (context) => {
    const { isQuick, profiles, say } = context;
    const seconds = isQuick ? 2 : 8;
    const rounds = isQuick ? 1 : 5;
    const system = await startSystem(context, { profiles });
    const buyers = await connectBuyers(system, { count: 200, connections: callers });
    context.atEnd(buyers.stop);
    const productId = await system.addProduct(1);
    await sellTheLast(buyers, productId);
    await refuse(buyers, productId, isQuick ? 1 : 3);
    const measured: Measured[] = [];
    if (profiles !== null) toggleProfiles(system.folder);
    for (let round = 0; round < rounds; round += 1) {
      measured.push(await refuse(buyers, productId, seconds));
      say(JSON.stringify(measured.at(-1)));
    }
    if (profiles !== null) toggleProfiles(system.folder);
    const of = (which: keyof Measured) => measured.map((one) => one[which]);

    return {
      settings: { callers, seconds, rounds, buyers: 200 },
      figures: [
        { what: 'refusals', unit: '1/s', rounds: of('perSecond') },
        {
          what: 'refusals while the load generator works for one',
          unit: 'times',
          rounds: measured.map(perGenerator),
          floor: { atLeast: 0.28 },
        },
        { what: 'click to answer p50', unit: 'ms', rounds: of('p50') },
        { what: 'click to answer p99', unit: 'ms', rounds: of('p99') },
        { what: 'load generator', unit: 'µs/refusal', rounds: of('generator') },
      ],
    };
  },
};

type Measured = Readonly<{ perSecond: number; p50: number; p99: number; generator: number }>;

/**
 * The generator's work for a request says how fast the machine is: the floor is 6 000 a second
 * where it is 47 µs.
 */
const perGenerator = ({ perSecond, generator }: Measured): number =>
  (perSecond * generator) / 1_000_000;

const sellTheLast = async (buyers: Buyers, productId: string): Promise<void> => {
  for (let buyer = 0; ; buyer += 1) {
    const { status, orderId } = await buyers.click(buyer, productId);
    if (status === 409) return;
    if (orderId !== null) await buyers.outcomeOf(orderId);
  }
};

const refuse = async (buyers: Buyers, productId: string, seconds: number): Promise<Measured> => {
  const tally = newTally();
  const own = ownCpu();
  const took = await closedLoop(callers, after(seconds * 1000), async (caller) =>
    countAnswer(tally, await buyers.click(caller, productId)),
  );
  if (tally.accepted > 0 || Object.keys(tally.others).length > 0)
    throw new Error(`not every answer was SOLD_OUT: ${tally.accepted} accepted`);
  const { p50, p99 } = latencies(tally.toAnswer);

  return { perSecond: tally.soldOut / took, p50, p99, generator: own() / tally.soldOut };
};
