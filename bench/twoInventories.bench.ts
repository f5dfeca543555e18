import type { Bench, Figure } from './harness/bench.js';
import { interleave } from './harness/interleave.js';
import { noneAtAll } from './harness/noneAtAll.js';
import { buy } from './load/buy.js';
import { type Buyers, connectBuyers } from './load/buyers.js';
import { refuseFaults } from './load/faults.js';
import { after, closedLoop } from './load/loops.js';
import { latencies, newTally, type Tally } from './load/tally.js';
import { sumOf } from './system/counters.js';
import { startSystem, type System } from './system/quickSale.js';
import { type SecondInventory, secondInventoryOf } from './system/secondInventory.js';

const buyerCount = 200;

/** Everybody waits for the push before they buy again. */
const callers = 256;

/** More than can be sold in the time. */
const units = 1_000_000;

/** Takes about five minutes: the second process joins and leaves in every round. */
export const twoInventories: Bench = {
  name: 'twoInventories',
  question: 'Do two inventory processes sell one hot product as fast end to end as one?',
  limit: 20,
  run: async (context) => {
    const { isQuick } = context;
    const seconds = isQuick ? { warmUp: 1, measured: 2 } : { warmUp: 6, measured: 12 };
    const rounds = isQuick ? 1 : 5;
    const system = await startSystem(context, { processes: true });
    const buyers = await connectBuyers(system, { count: buyerCount });
    context.atEnd(buyers.stop);
    const joinSecond = secondInventoryOf(context, system);
    const sale = { system, buyers, productId: await system.addProduct(units), seconds };
    const measured = await interleave(
      context,
      {
        'one inventory': () => sell(sale),
        'two inventories': async () => {
          const second = await joinSecond();
          const sold = await sellWith(second, sale);
          await second.leave();

          return sold;
        },
      },
      { rounds },
    );

    return {
      settings: { buyers: buyerCount, callers, seconds, rounds, units, layout: '--processes' },
      figures: figuresOf(measured),
      remarks: ['One of the two decides all orders of a product; which one is chance.'],
    };
  },
};

type Sale = Readonly<{
  system: System;
  buyers: Buyers;
  productId: string;
  seconds: Readonly<{ warmUp: number; measured: number }>;
}>;

type Sold = Readonly<{
  /** Orders a second, each accepted and decided. */
  perSecond: number;
  /** Milliseconds from the click. */
  pushP50: number;
  lost: number;
  /** Orders that were confirmed, and have no unit. */
  oversold: number;
  /** Percent of what the inventories appended. */
  bySecond: number;
}>;

const sell = async (sale: Sale): Promise<Sold> => {
  const { system, productId, seconds } = sale;
  const before = await system.stockOf(productId);
  const warm = await buyFor(seconds.warmUp, sale);
  const { tally, took } = await buyFor(seconds.measured, sale);
  const { reserved } = await system.stockOf(productId);

  return {
    perSecond: tally.toPush.length / took,
    pushP50: latencies(tally.toPush).p50,
    lost: warm.tally.lost + tally.lost,
    oversold: warm.tally.confirmed + tally.confirmed - (reserved - before.reserved),
    bySecond: 0,
  };
};

/** What the second has appended since its start, it has appended for this sale. */
const sellWith = async ({ url }: SecondInventory, sale: Sale): Promise<Sold> => {
  const appendedBy = (inventory: string) => sumOf('quicksale_appended_events_total', [inventory]);
  const { inventory: first } = sale.system.endpoints;
  const before = await appendedBy(first);
  const sold = await sell(sale);
  const bySecond = await appendedBy(url);
  const byFirst = (await appendedBy(first)) - before;

  return { ...sold, bySecond: (bySecond / (byFirst + bySecond)) * 100 };
};

/** Throws for a refusal, and any answer that nobody should get. */
const buyFor = async (
  seconds: number,
  { buyers, productId }: Sale,
): Promise<Readonly<{ tally: Tally; took: number }>> => {
  const tally = newTally();
  const took = await closedLoop(callers, after(seconds * 1000), (caller) =>
    buy({ buyers, productId, tally }, caller),
  );
  refuseFaults({ ...tally, lost: 0 });

  return { tally, took };
};

type Sides = Readonly<Record<'one inventory' | 'two inventories', readonly Sold[]>>;

const figuresOf = (measured: Sides): Figure[] => {
  const { 'one inventory': one, 'two inventories': two } = measured;
  const all = [...one, ...two];

  return [
    ...Object.entries(measured).flatMap(([side, sold]) => figuresOfSide(side, sold)),
    {
      what: 'two inventories against one, round by round',
      unit: '%',
      rounds: two.map(({ perSecond }, round) => (perSecond / (one[round]?.perSecond ?? NaN)) * 100),
      floor: { atLeast: 90 },
    },
    {
      what: 'decided by the second of two',
      unit: '%',
      rounds: two.map(({ bySecond }) => bySecond),
    },
    noneAtAll(
      'lost orders',
      all.map(({ lost }) => lost),
    ),
    noneAtAll(
      'units oversold',
      all.map(({ oversold }) => oversold),
    ),
  ];
};

const figuresOfSide = (side: string, sold: readonly Sold[]): Figure[] => [
  {
    what: `accepted and decided: ${side}`,
    unit: 'orders/s',
    rounds: sold.map(({ perSecond }) => perSecond),
  },
  {
    what: `click to push p50: ${side}`,
    unit: 'ms',
    rounds: sold.map(({ pushP50 }) => pushP50),
  },
];
