import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Figure } from './harness/bench.js';
import { interleave } from './harness/interleave.js';
import { noneAtAll } from './harness/noneAtAll.js';
import { type Buyers, connectBuyers } from './load/buyers.js';
import { connectionsFor } from './load/connections.js';
import { type Sold, sellTo } from './sale/sellTo.js';
import { sumOf } from './system/counters.js';
import { startSystem, type System } from './system/quickSale.js';

const instances = 2;

/** Both orders processes know a new product by then. */
const knownAfterMs = 1_500;

/**
 * The one address of the system gives the buyers' connections to its two gateways, in turn; each
 * calls the orders of its own process.
 */
export const twoOrdersProcesses: Bench = {
  name: 'twoOrdersProcesses',
  question: 'How many orders too many are placed when two orders processes admit at once?',
  limit: 20,
  run: async (context) => {
    const { isQuick } = context;
    const connecting = connectionsFor(isQuick ? 500 : 5_000);
    const { count, sockets, connections } = connecting;
    const units = isQuick ? 50 : 500;
    const rounds = isQuick ? 1 : 5;
    const system = await startSystem(context, { instances });
    context.say(`${count} buyers, ${sockets} sockets, ${connections} connections at once`);
    const buyers = await connectBuyers(system, connecting);
    context.atEnd(buyers.stop);
    const sale = { system, buyers, count, units };
    const side = 'two orders processes';
    const measured = await interleave(context, { [side]: () => sell(sale) }, { rounds });

    return {
      settings: { buyers: count, sockets, connections, units, rounds, instances },
      figures: figuresOf(measured[side], units),
    };
  },
};

type Sale = Readonly<{ system: System; buyers: Buyers; count: number; units: number }>;

type Measured = Pick<
  Sold,
  'seconds' | 'winnersP50' | 'losersP50' | 'confirmed' | 'surplus' | 'untilPush' | 'cpu'
> &
  Readonly<{
    /** What the process that let in fewer has let in, in percent of all. */
    shareOfFewer: number;
  }>;

const sell = async (sale: Sale): Promise<Measured> => {
  const { system, buyers, count, units } = sale;
  const productId = await system.addProduct(units);
  await sleep(knownAfterMs);
  const before = await admittedBy(system);
  const sold = await sellTo({ system, buyers, count }, productId);
  const admitted = (await admittedBy(system)).map((sum, at) => sum - (before[at] ?? 0));
  await buyers.rest();
  const { seconds, winnersP50, losersP50, confirmed, surplus, untilPush, cpu } = sold;
  const all = admitted.reduce((sum, one) => sum + one, 0);

  return {
    seconds,
    winnersP50,
    losersP50,
    confirmed,
    surplus,
    untilPush,
    cpu,
    shareOfFewer: (Math.min(...admitted) / all) * 100,
  };
};

/** Orders that each orders process has let in so far. */
const admittedBy = ({ endpoints }: System): Promise<number[]> =>
  Promise.all(
    (endpoints.instances?.['orders'] ?? []).map((url) =>
      sumOf('quicksale_admission_admitted_total', [url]),
    ),
  );

const figuresOf = (sold: readonly Measured[], units: number): Figure[] => {
  const figure = (what: string, unit: string, of: (one: Measured) => number): Figure => ({
    what,
    unit,
    rounds: sold.map(of),
  });

  return [
    {
      ...figure('surplus orders', '% of units', (one) => (one.surplus / units) * 100),
      floor: { atMost: 2 },
    },
    noneAtAll(
      'units oversold',
      sold.map(({ confirmed }) => confirmed - units),
    ),
    noneAtAll(
      'units unsold',
      sold.map(({ confirmed }) => units - confirmed),
    ),
    figure('until everybody has a final answer', 's', (one) => one.seconds),
    figure('until the last push', 's', (one) => one.untilPush),
    figure('winners: click to answer p50', 'ms', (one) => one.winnersP50),
    figure('losers: click to answer p50', 'ms', (one) => one.losersP50),
    figure('let in by the orders process that let in fewer', '%', (one) => one.shareOfFewer),
    figure('CPU of the whole system', 's', (one) => one.cpu),
  ];
};
