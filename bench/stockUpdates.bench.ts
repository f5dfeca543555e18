import { io } from 'socket.io-client';
import type { StockUpdate } from '../contracts/socket/index.js';
import type { BenchContext } from './harness/benchContext.js';
import type { Bench, Figure } from './harness/bench.js';
import { quantile } from './harness/statistics.js';
import { type Observed, openShopPage, type ShopPage } from './pages/shopPage.js';
import { tellStock } from './pages/stockChanges.js';
import { openWatcher, type Watcher } from './pages/watcher.js';
import { cpuBetween, cpuOfParts } from './system/processes.js';
import { startSystem, type System } from './system/quickSale.js';

const products = 200;
const sockets = 500;
/** What a page shows at once. */
const watchedByEach = 20;
const perSecond = 1_000;

export const stockUpdates: Bench = {
  name: 'stockUpdates',
  question: 'Does a page stay responsive while 1 000 stock updates a second reach 500 others?',
  limit: 10,
  run: async (context) => {
    const [seconds, rounds] = context.isQuick ? [5, 1] : [20, 3];
    const system = await startSystem(context, { processes: true });
    const productIds = await addProducts(system);
    const shop = await openShopPage(system.endpoints.gateway);
    context.atEnd(shop.stop);
    const sale = {
      system,
      productIds,
      shop,
      watchers: await openWatchers(context, system, productIds),
    };
    await measure(sale, 3);
    const measured: Round[] = [];
    for (let round = 0; round < rounds; round += 1) measured.push(await measure(sale, seconds));

    return {
      settings: { products, sockets, watchedByEach, perSecond, seconds, rounds },
      figures: [firstLoad(shop), ...figuresOf(measured)],
      remarks: measured.map(({ cpu }) => `CPU, % of a core: ${JSON.stringify(cpu)}`),
    };
  },
};

const addProducts = async ({ addProduct }: System): Promise<string[]> => {
  const ids: string[] = [];
  for (let index = 0; index < products; index += 1) ids.push(await addProduct(1_000_000));

  return ids;
};

const openWatchers = async (
  { atEnd }: BenchContext,
  { endpoints }: System,
  productIds: readonly string[],
): Promise<readonly Watcher[]> => {
  const opened: Watcher[] = [];
  atEnd(() => {
    for (const { stop } of opened) stop();

    return Promise.resolve();
  });
  for (let index = 0; index < sockets; index += 1) {
    const watched = Array.from(
      { length: watchedByEach },
      (_, offset) => productIds[(index * 7 + offset) % productIds.length] ?? '',
    );
    opened.push(await openWatcher(endpoints.gateway, watched));
  }

  return opened;
};

type Sale = Readonly<{
  system: System;
  productIds: readonly string[];
  shop: ShopPage;
  watchers: readonly Watcher[];
}>;

type Round = Observed &
  Readonly<{
    toldPerSecond: number;
    messagesPerSecond: number;
    /** From the change to a client that parses, in milliseconds. */
    delays: readonly number[];
    /** Percent of a core, by part. */
    cpu: Readonly<Record<string, number>>;
  }>;

const measure = async (sale: Sale, seconds: number): Promise<Round> => {
  const { system, productIds, shop, watchers } = sale;
  const received = () => watchers.reduce((sum, { updates }) => sum + updates(), 0);
  const probe = openProbe(system.endpoints.gateway, productIds.slice(0, watchedByEach));
  const [before, receivedBefore] = [cpuOfParts(system.folder), received()];
  const [told, observed] = await Promise.all([
    tellStock(system.endpoints.postgres, productIds, { perSecond, seconds }),
    shop.use(seconds),
  ]);
  const used = cpuBetween(before, cpuOfParts(system.folder));
  const messages = received() - receivedBefore;

  return {
    ...observed,
    toldPerSecond: told / seconds,
    messagesPerSecond: messages / seconds,
    delays: probe.end(),
    cpu: Object.fromEntries(
      Object.entries(used).map(([part, micros]) => [part, Math.round(micros / seconds / 10_000)]),
    ),
  };
};

/** A client that parses, to know how old an update is when it arrives. */
const openProbe = (gateway: string, productIds: readonly string[]) => {
  const delays: number[] = [];
  const socket = io(`${gateway}/catalogue`, { forceNew: true, transports: ['websocket'] });
  socket.on('connect', () => socket.emit('watch', { productIds }));
  socket.on('stock.update', ({ available }: StockUpdate) =>
    delays.push(performance.now() - available),
  );

  return {
    end: (): readonly number[] => {
      socket.disconnect();

      return delays;
    },
  };
};

const firstLoad = ({ firstLoadMs }: ShopPage): Figure => ({
  what: 'first load, until 200 products are shown',
  unit: 'ms',
  rounds: [firstLoadMs],
  floor: { atMost: 1_000 },
});

const figuresOf = (measured: readonly Round[]): Figure[] => {
  const figure = (what: string, unit: string, of: (round: Round) => number): Figure => ({
    what,
    unit,
    rounds: measured.map(of),
  });

  return [
    figure('levels that were told', '/s', ({ toldPerSecond }) => toldPerSecond),
    figure('messages at the sockets', '/s', ({ messagesPerSecond }) => messagesPerSecond),
    figure('change to client, p50', 'ms', ({ delays }) => quantile(delays, 0.5)),
    figure('change to client, p99', 'ms', ({ delays }) => quantile(delays, 0.99)),
    figure('CPU of the notifier', '% of a core', ({ cpu }) => cpu['notifier'] ?? NaN),
    figure('CPU of the gateway', '% of a core', ({ cpu }) => cpu['gateway'] ?? NaN),
    {
      ...figure('longest task of a second, p95', 'ms', (round) =>
        quantile(round.longestTasks, 0.95),
      ),
      floor: { atMost: 50 },
    },
    {
      ...figure('interaction, p95', 'ms', ({ interactions }) => quantile(interactions, 0.95)),
      floor: { atMost: 100 },
    },
    figure('frame, p95', 'ms', ({ frames }) => quantile(frames, 0.95)),
  ];
};
