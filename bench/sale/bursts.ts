import { randomUUID } from 'node:crypto';
import { startShops } from '../baselines/startShops.js';
import type { Figure } from '../harness/bench.js';
import { interleave } from '../harness/interleave.js';
import type { BenchContext } from '../harness/benchContext.js';
import type { Buyers } from '../load/buyers.js';
import { refuseFaults } from '../load/faults.js';
import { openHttpClient } from '../load/httpClient.js';
import { after, closedLoop } from '../load/loops.js';
import { countAnswer, countOutcome, latencies, newTally } from '../load/tally.js';
import type { System } from '../system/quickSale.js';
import { memoryOf } from '../system/memory.js';

/** Connections that press "buy" again after every response. */
export const burstCallers = 64;

type Bursts = Readonly<{ system: System; buyers: Buyers; seconds: number; rounds: number }>;

/**
 * What came of one burst; `decided` counts the time until the last push, in which the rest is
 * decided, too.
 */
type Burst = Readonly<{
  /** Orders a second. */
  perSecond: number;
  decided: number;
  /** Milliseconds. */
  answerP50: number;
  pushP50: number;
  /** Seconds from its end to the last push. */
  behind: number;
  /** MiB of all services at its end. */
  memory: number;
}>;

/**
 * Accepted orders a second in a burst; what QuickSale accepted is decided before the next side
 * begins.
 */
export const compareBursts = async (
  context: BenchContext,
  { system, buyers, seconds, rounds }: Bursts,
): Promise<Figure[]> => {
  const units = 1_000_000;
  const productId = await system.addProduct(units);
  const shops = await startShops(context, system, { productId, units });
  const own: Burst[] = [];
  const atQuickSale = async (round: number): Promise<number> => {
    const one = await burst({ system, buyers, seconds }, productId);
    if (round >= 0) own.push(one);

    return one.perSecond;
  };
  const atShops = Object.entries(shops).map(
    ([name, url]) => [name, () => burstAtShop(url, productId, seconds)] as const,
  );
  const sides = { QuickSale: atQuickSale, ...Object.fromEntries(atShops) };
  const measured = await interleave<string, number>(context, sides, { rounds });

  return [...figuresOfSides(measured), ...figuresOfOwn(own)];
};

const burst = async (
  { system, buyers, seconds }: Omit<Bursts, 'rounds'>,
  productId: string,
): Promise<Burst> => {
  const tally = newTally();
  const outcomes: Promise<void>[] = [];
  const took = await closedLoop(burstCallers, after(seconds * 1000), async () => {
    const click = await buyers.click(outcomes.length, productId);
    countAnswer(tally, click);
    outcomes.push(countOutcome(tally, buyers, click));
  });
  const endedAt = performance.now();
  const memory = memoryOf(system.folder).services;
  await Promise.all(outcomes);
  const behind = (performance.now() - endedAt) / 1000;
  refuseFaults(tally);

  return {
    perSecond: Math.round(tally.accepted / took),
    decided: tally.confirmed / (took + behind),
    answerP50: latencies(tally.toAnswer).p50,
    pushP50: latencies(tally.toPush).p50,
    behind,
    memory,
  };
};

const burstAtShop = async (url: string, productId: string, seconds: number): Promise<number> => {
  const client = openHttpClient(url, burstCallers);
  const body = JSON.stringify({ items: [{ productId, quantity: 1 }] });
  let taken = 0;
  const took = await closedLoop(burstCallers, after(seconds * 1000), async () => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    const { status } = await client.post({ path: '/api/orders', headers, body });
    if (status === 201) taken += 1;
  });
  await client.stop();

  return Math.round(taken / took);
};

const yardstick = 'Postgres, five statements';

const burstAt = (side: string): string => `accepted in a burst: ${side}`;

/** Name of the figure that others are compared with. */
export const burstOfShop = burstAt(yardstick);

const figuresOfSides = (measured: Readonly<Record<string, readonly number[]>>): Figure[] => {
  const own = measured['QuickSale'] ?? [];
  const shop = measured[yardstick] ?? [];

  return [
    ...Object.entries(measured).map(([side, rounds]) => ({
      what: burstAt(side),
      unit: 'orders/s',
      rounds,
    })),
    {
      what: 'QuickSale against five statements, round by round',
      unit: '%',
      rounds: own.map((perSecond, round) => (perSecond / (shop[round] ?? NaN)) * 100),
      floor: { atLeast: 130 },
    },
  ];
};

/** The price of a burst: what is accepted faster than it is decided waits for its push. */
const figuresOfOwn = (own: readonly Burst[]): Figure[] => {
  const figure = (what: string, unit: string, of: (one: Burst) => number): Figure => ({
    what: `burst: ${what}`,
    unit,
    rounds: own.map(of),
  });

  return [
    figure('decided until the last push', 'orders/s', (one) => one.decided),
    figure('click to answer p50', 'ms', (one) => one.answerP50),
    figure('click to push p50', 'ms', (one) => one.pushP50),
    figure('its end to the last push', 's', (one) => one.behind),
    figure('memory of the services at its end', 'MiB', (one) => one.memory),
  ];
};
