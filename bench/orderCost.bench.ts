import { setTimeout as sleep } from 'node:timers/promises';
import { startYardstick, type ShopRun } from './baselines/yardstick.js';
import type { Bench, Figure } from './harness/bench.js';
import { type Buyers, connectBuyers } from './load/buyers.js';
import { buy } from './load/buy.js';
import { buyAt } from './load/buyAt.js';
import { after, closedLoop } from './load/loops.js';
import { latencies, newTally, type Tally } from './load/tally.js';
import { cpuBetween, cpuOfParts } from './system/processes.js';
import { startSystem, type System } from './system/quickSale.js';

const rates = [20, 100];

/** Everybody waits for the push before they buy again. */
const callers = 256;

/** What QuickSale did; `micros` of CPU per order, all its parts together. */
type Run = Readonly<{ perSecond: number; micros: number; tally: Tally }>;

type Round = Readonly<{ own: Run; shop: ShopRun }>;

export const orderCost: Bench = {
  name: 'orderCost',
  question: 'What does an order cost in CPU and in time, next to five statements in Postgres?',
  limit: 15,
  run: async (context) => {
    const { isQuick } = context;
    const [seconds, rounds] = isQuick ? [3, 1] : [15, 3];
    const system = await startSystem(context);
    await sleep(isQuick ? 1_000 : 10_000);
    const idle = await idleShares(system, isQuick ? 3 : 30);
    const buyers = await connectBuyers(system, { count: 200 });
    context.atEnd(buyers.stop);
    const productId = await system.addProduct(1_000_000);
    const yardstick = await startYardstick(context, system, idle['postgres'] ?? 0);
    const sale = { system, buyers, productId };
    const sides: Record<string, () => Promise<Round>> = {
      ...Object.fromEntries(
        rates.map((perSecond) => [
          `at ${perSecond}/s`,
          async () => ({
            own: await buyAtPace(sale, { perSecond, seconds }),
            shop: await yardstick.at({ perSecond, seconds }),
          }),
        ]),
      ),
      'at full speed': async () => ({
        own: await buyAtFullSpeed(sale, seconds),
        shop: await yardstick.fullSpeed(seconds),
      }),
    };
    // all code is compiled before anything counts
    for (const side of Object.values(sides)) await side();
    const measured: [string, Round[]][] = Object.keys(sides).map((name) => [name, []]);
    for (let round = 0; round < rounds; round += 1)
      for (const [name, list] of measured) {
        const one = await sides[name]?.();
        if (one !== undefined) list.push(one);
      }

    return {
      settings: { rates, callers, seconds, rounds, buyers: 200 },
      figures: [idleFigure(idle), ...measured.flatMap(([when, list]) => figuresOf(when, list))],
      remarks: [`idle, µs per second: ${JSON.stringify(idle)}`],
    };
  },
};

/** After a start Postgres analyzes new tables, and V8 gives back what starting took: no idling. */
const settlesAfterMs = 30_000;

/** CPU microseconds per second and part, while nobody does anything. */
const idleShares = async (system: System, seconds: number): Promise<Record<string, number>> => {
  await sleep(settlesAfterMs);
  const before = cpuOfParts(system.folder);
  await sleep(seconds * 1000);
  const used = cpuBetween(before, cpuOfParts(system.folder));

  return Object.fromEntries(
    Object.entries(used).map(([part, micros]) => [part, Math.round(micros / seconds)]),
  );
};

const sumOf = (used: Readonly<Record<string, number>>): number =>
  Object.values(used).reduce((sum, micros) => sum + micros, 0);

const idleFigure = (idle: Readonly<Record<string, number>>): Figure => ({
  what: 'idle system',
  unit: '% of a core',
  rounds: [sumOf(idle) / 10_000],
  floor: { atMost: 3 },
});

type Sale = Readonly<{ system: System; buyers: Buyers; productId: string }>;

const measure = async ({ system }: Sale, load: () => Promise<Tally>): Promise<Run> => {
  const [before, startedAt] = [cpuOfParts(system.folder), performance.now()];
  const tally = await load();
  const used = cpuBetween(before, cpuOfParts(system.folder));
  const orders = tally.toPush.length;

  return {
    tally,
    perSecond: orders / ((performance.now() - startedAt) / 1000),
    micros: sumOf(used) / orders,
  };
};

const buyAtPace = (sale: Sale, pace: Readonly<{ perSecond: number; seconds: number }>) =>
  measure(sale, () => buyAt(pace, sale.buyers, sale.productId));

const buyAtFullSpeed = (sale: Sale, seconds: number): Promise<Run> =>
  measure(sale, async () => {
    const tally = newTally();
    await closedLoop(callers, after(seconds * 1000), (caller) => buy({ ...sale, tally }, caller));

    return tally;
  });

type Bound = Readonly<{ cpu?: number; p50?: number; p99?: number; speed?: number }>;

/** How often the yardstick an order may cost, and take. */
const bounds: Readonly<Record<string, Bound>> = {
  'at 100/s': { cpu: 5, p50: 4, p99: 5 },
  'at full speed': { cpu: 1.8, speed: 0.8 },
};

const figuresOf = (when: string, list: readonly Round[]): Figure[] => {
  const bound = bounds[when] ?? {};
  const figure = (what: string, unit: string, of: (round: Round) => number): Figure => ({
    what: `${when}: ${what}`,
    unit,
    rounds: list.map(of),
  });
  const atMost = (most: number | undefined) => most !== undefined && { floor: { atMost: most } };
  const push = ({ own }: Round) => latencies(own.tally.toPush);
  const answer = ({ shop }: Round) => latencies(shop.toAnswer);

  return [
    figure('CPU per order', 'µs', ({ own }) => own.micros),
    figure('CPU per order, five statements', 'µs', ({ shop }) => shop.micros),
    {
      ...figure(
        'CPU against five statements',
        'times',
        ({ own, shop }) => own.micros / shop.micros,
      ),
      ...atMost(bound.cpu),
    },
    ...(['p50', 'p99'] as const).flatMap((which) => [
      figure(`click to push, ${which}`, 'ms', (round) => push(round)[which]),
      figure(`click to answer, five statements, ${which}`, 'ms', (round) => answer(round)[which]),
      {
        ...figure(
          `${which} against five statements`,
          'times',
          (round) => push(round)[which] / answer(round)[which],
        ),
        ...atMost(bound[which]),
      },
    ]),
    {
      ...figure(
        'orders decided against those of five statements',
        'times',
        ({ own, shop }) => own.perSecond / shop.perSecond,
      ),
      ...(bound.speed !== undefined && { floor: { atLeast: bound.speed } }),
    },
  ];
};
