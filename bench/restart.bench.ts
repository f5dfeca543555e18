import type { Bench, Figure } from './harness/bench.js';
import { interleave } from './harness/interleave.js';
import { connectBuyers } from './load/buyers.js';
import { fillWithOrders } from './system/fillWithOrders.js';
import { environmentOn, startSystem } from './system/quickSale.js';
import { type Restarted, restarted } from './system/restarted.js';

export const restart: Bench = {
  name: 'restart',
  question: 'How long after kill -9 of everything until an order is taken, with 45 000 stored?',
  limit: 30,
  run: async (context) => {
    const orders = context.isQuick ? 300 : 45_000;
    const rounds = context.isQuick ? 1 : 5;
    const system = await startSystem(context);
    const { folder, endpoints } = system;
    const gateway = endpoints.gateway;
    const buyers = await connectBuyers(system, { count: 200 });
    const productId = await system.addProduct(1_000_000);
    await fillWithOrders(buyers, productId, orders);
    await buyers.stop();
    const [token = ''] = await system.addBuyers(1);
    await system.stop();
    context.say(`${orders} orders stored`);
    const env = { ...environmentOn(folder), GATEWAY_PORT: new URL(gateway).port };
    const start = (args: readonly string[]) => () =>
      restarted({ env, args, gateway, token, productId });
    const measured = await interleave(
      context,
      { 'two processes': start([]), 'a process per service': start(['--processes']) },
      { rounds },
    );

    return {
      settings: { orders, rounds, before: 'kill -9 of everything' },
      figures: Object.entries(measured).flatMap(([layout, times]) => figuresOf(layout, times)),
    };
  },
};

const figuresOf = (layout: string, times: readonly Restarted[]): Figure[] => [
  {
    what: `first order taken, ${layout}`,
    unit: 's',
    rounds: times.map(({ taken }) => taken),
    floor: { atMost: 5 },
  },
  {
    what: `first order decided, ${layout}`,
    unit: 's',
    rounds: times.map(({ decided }) => decided),
  },
];
