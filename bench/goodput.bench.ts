import type { Bench, Figure } from './harness/bench.js';
import type { BenchContext } from './harness/benchContext.js';
import { buy } from './load/buy.js';
import { type Buyers, connectBuyers } from './load/buyers.js';
import { after, closedLoop } from './load/loops.js';
import { type Goodput, repeatAtOnce } from './load/repeatAtOnce.js';
import { newTally } from './load/tally.js';
import { startSystem, type System } from './system/quickSale.js';
import { timerLateness } from './system/timerLateness.js';

const socketsOf = (isQuick: boolean): number => (isQuick ? 20 : 400);

/** Buyers who wait for the push before they buy again: what they are decided is the capacity. */
const waitingBuyers = 256;

/** Takes about ten minutes: three times 20 s for the capacity, and twelve loads of 30 s. */
export const goodput: Bench = {
  name: 'goodput',
  question: 'How many orders are accepted and decided when ten times as many are wanted?',
  limit: 30,
  run: async (context) => {
    const { isQuick } = context;
    const factors = isQuick ? [1, 5] : [1, 2, 5, 10];
    const connections = isQuick ? [50] : [250, 1_000, 3_000];
    const seconds = isQuick ? 4 : 30;
    const sockets = socketsOf(isQuick);
    const system = await startSystem(context, { admission: true });
    const measured: Measured[] = [];
    let capacity = 0;
    for (const count of connections) {
      const buyers = await connectBuyers(system, { count: sockets, connections: count });
      const productId = await system.addProduct(1_000_000);
      const sale = { system, buyers, productId };
      if (measured.length === 0) await capacityOf(sale, isQuick ? 1 : 10);
      capacity = Math.max(capacity, await capacityOf(sale, isQuick ? 3 : 20));
      for (const factor of factors)
        measured.push(
          await measure(context, sale, { connections: count, factor, capacity, seconds }),
        );
      await buyers.stop();
    }

    return {
      settings: { factors, connections, seconds, sockets, repeats: 'at once', limits: 'off' },
      figures: figuresOf(measured, capacity),
      remarks: measured.map(toRemark),
    };
  },
};

type Sale = Readonly<{ system: System; buyers: Buyers; productId: string }>;

type Load = Readonly<{ connections: number; factor: number; capacity: number; seconds: number }>;

type Measured = Load &
  Omit<Goodput, 'outcomes'> &
  Readonly<{ perSecond: number; lateness: number; recovery: number }>;

const capacityOf = async ({ buyers, productId }: Sale, seconds: number): Promise<number> => {
  const tally = newTally();
  const took = await closedLoop(waitingBuyers, after(seconds * 1000), (buyer) =>
    buy({ buyers, productId, tally }, buyer),
  );

  return tally.confirmed / took;
};

const measure = async ({ say }: BenchContext, sale: Sale, load: Load): Promise<Measured> => {
  const { system, buyers, productId } = sale;
  const { gateway } = system.endpoints;
  const perSecond = load.factor * load.capacity;
  await timerLateness(gateway);
  const { outcomes, ...tally } = await repeatAtOnce({ ...load, perSecond }, buyers, productId);
  const recovery = await secondsUntilNormal(sale);
  const lateness = await timerLateness(gateway);
  const lost = (await Promise.all(outcomes)).filter((isDecided) => !isDecided).length;
  if (lost > 0) throw new Error(`${lost} accepted orders were never decided`);
  const one = { ...load, ...tally, perSecond: tally.decided / load.seconds, lateness, recovery };
  say(toRemark(one));

  return one;
};

const normal = { pushMs: 1_000, inARow: 5 };

/** Six times of what is allowed; then the next load begins all the same. */
const longestRecoveryMs = 60_000;

/** Until the first of some orders in a row whose push came in a second. */
const secondsUntilNormal = async (sale: Sale): Promise<number> => {
  const endedAt = performance.now();
  let inARow = 0;
  let since = endedAt;
  while (inARow < normal.inARow && performance.now() - endedAt < longestRecoveryMs)
    if ((await clickToPushMs(sale)) <= normal.pushMs) inARow += 1;
    else {
      inARow = 0;
      since = performance.now();
    }

  return (since - endedAt) / 1000;
};

/** Infinity for an order that is refused or lost. */
const clickToPushMs = async ({ buyers, productId }: Sale): Promise<number> => {
  const click = await buyers.click(0, productId).catch(() => null);
  if (typeof click?.orderId !== 'string') return Infinity;
  const decided = await buyers.outcomeOf(click.orderId);

  return decided === null ? Infinity : decided.at - click.clickedAt;
};

const figuresOf = (measured: readonly Measured[], capacity: number): Figure[] => {
  const most = Math.max(...measured.map(({ perSecond }) => perSecond));
  const names = measured.map(({ connections, factor }) => `${factor} times, ${connections}`);
  const each = (what: string, of: (one: Measured) => Omit<Figure, 'what'>): Figure[] =>
    measured.map((one, index) => ({ what: `${what}: ${names[index] ?? ''}`, ...of(one) }));

  return [
    { what: 'capacity', unit: 'orders/s', rounds: [capacity] },
    {
      what: 'most accepted and decided',
      unit: '% of capacity',
      rounds: [(most / capacity) * 100],
    },
    ...each('accepted and decided', ({ perSecond }) => ({
      unit: '% of most',
      rounds: [(perSecond / most) * 100],
      floor: { atLeast: 80 },
    })),
    ...each('latest timer', ({ lateness }) => ({
      unit: 's',
      rounds: [lateness],
      floor: { atMost: 1 },
    })),
    ...each('normal again after', ({ recovery }) => ({
      unit: 's',
      rounds: [recovery],
      floor: { atMost: 10 },
    })),
    ...each('neither accepted nor refused', ({ faults }) => ({
      unit: 'requests',
      rounds: [Object.values(faults).reduce((sum, count) => sum + count, 0)],
      floor: { atMost: 0 },
    })),
    ...each('slowest answer', ({ slowestMs }) => ({
      unit: 's',
      rounds: [slowestMs / 1000],
      floor: { atMost: 10 },
    })),
  ];
};

const toRemark = ({ factor, connections, ...one }: Measured): string =>
  `${factor} times the capacity, ${connections} connections: ${one.perSecond.toFixed(0)}/s accepted and decided, ` +
  `${one.accepted} accepted, ${one.refused} refused, faults ${JSON.stringify(one.faults)}, ` +
  `latest timer ${one.lateness.toFixed(2)} s, normal after ${one.recovery.toFixed(1)} s`;
