import { fillShop, startShops } from './baselines/startShops.js';
import type { Bench, Figure } from './harness/bench.js';
import type { BenchContext } from './harness/benchContext.js';
import { interleave } from './harness/interleave.js';
import { connectBuyers } from './load/buyers.js';
import { type BuyersConnections, connectionsFor } from './load/connections.js';
import { buyersAtShop } from './sale/buyersAtOnce.js';
import { sellTo, type Sold } from './sale/sellTo.js';
import { quantile } from './harness/statistics.js';
import { startSystem, type System } from './system/quickSale.js';

export const sellOut: Bench = {
  name: 'sellOut',
  question: 'How long until everybody knows, when many more click than there are units?',
  limit: 20,
  run: async (context) => {
    const { isQuick, profiles, buyers: wanted } = context;
    const connecting = connectionsFor(wanted ?? (isQuick ? 400 : 10_000));
    const { count, sockets, connections } = connecting;
    const units = isQuick ? 40 : 500;
    const rounds = isQuick ? 1 : 3;
    const system = await startSystem(context, { profiles });
    context.say(`${count} buyers, ${sockets} sockets, ${connections} connections at once`);
    const buyers = await connectBuyers(system, connecting);
    context.atEnd(buyers.stop);
    const sold: Sold[] = [];
    const shops = await shopSides(context, system, { connecting, units });
    const measured = await interleave<string, number>(
      context,
      {
        QuickSale: async (round) => {
          const one = await sellTo({ system, buyers, count }, await system.addProduct(units));
          context.say(JSON.stringify({ ...one, displacements: undefined }));
          if (round >= 0) sold.push(one);
          await buyers.rest();

          return one.seconds;
        },
        ...shops,
      },
      { rounds },
    );

    return {
      settings: { buyers: count, sockets, connections, units, rounds },
      figures: [...figuresOf(sold, units), ...figuresOfSides(measured)],
      remarks: ['Ratios of one run, round by round; the shops have no accounts, sockets or log.'],
    };
  },
};

/** Each round sells a product of its own. */
type Demand = Readonly<{ connecting: BuyersConnections; units: number }>;

const shopSides = async (context: BenchContext, system: System, { connecting, units }: Demand) => {
  const shops = await startShops(context, system, {
    productId: await system.addProduct(units),
    units,
  });

  return Object.fromEntries(
    Object.entries(shops).map(([name, url]) => [
      name,
      async () => {
        const productId = await system.addProduct(units);
        await fillShop(system, { productId, units });

        return (await buyersAtShop(url, productId, connecting)).seconds;
      },
    ]),
  );
};

const figuresOf = (sold: readonly Sold[], units: number): Figure[] => {
  const figure = (what: string, unit: string, of: (one: Sold) => number): Figure => ({
    what,
    unit,
    rounds: sold.map(of),
  });
  const displaced = (q: number) => (one: Sold) => quantile(one.displacements, q);

  return [
    { ...figure('units oversold', '', (one) => one.confirmed - units), floor: { atMost: 0 } },
    { ...figure('units unsold', '', (one) => units - one.confirmed), floor: { atMost: 0 } },
    { ...figure('surplus orders', '', (one) => one.surplus), floor: { atMost: 0 } },
    figure('orders placed per unit', '', (one) => one.winners / units),
    figure('winners: click to answer p50', 'ms', (one) => one.winnersP50),
    figure('winners: click to answer p99', 'ms', (one) => one.winnersP99),
    figure('losers: click to answer p50', 'ms', (one) => one.losersP50),
    figure('losers: click to answer p99', 'ms', (one) => one.losersP99),
    figure('until the last push', 's', (one) => one.untilPush),
    figure('displacement p50', 'buyers', displaced(0.5)),
    { ...figure('displacement p99', 'buyers', displaced(0.99)), floor: { atMost: 0 } },
    figure('displacement max', 'buyers', displaced(1)),
    figure('CPU of the whole system', 's', (one) => one.cpu),
    figure('memory of the services at the peak', 'MiB', (one) => one.peakMiB),
    figure('memory per request that waits', 'KiB', (one) => one.waitingKiB),
  ];
};

const figuresOfSides = (measured: Readonly<Record<string, readonly number[]>>): Figure[] => {
  const own = measured['QuickSale'] ?? [];
  const against = (side: string, atMost: number): Figure[] =>
    measured[side] === undefined
      ? []
      : [
          {
            what: `QuickSale against ${side}, round by round`,
            unit: '%',
            rounds: own.map((seconds, round) => (seconds / (measured[side]?.[round] ?? NaN)) * 100),
            floor: { atMost },
          },
        ];

  return [
    ...Object.entries(measured).map(([side, rounds]) => ({
      what: `until everybody has a final answer: ${side}`,
      unit: 's',
      rounds,
    })),
    ...against('Redis, one script', 200),
    ...against('Postgres, five statements', 100),
  ];
};
