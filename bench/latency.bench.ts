// How long does a buyer wait? Everything embedded, 20 orders per second for 20 seconds, from POST to `order.update`.
//   npx tsx bench/latency.bench.ts [orders per second] [seconds]
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Feed, openFeed } from '../embedded/demo/feed.js';
import { openShop, type Shop } from '../test/support/shop.js';
import { createHome, unlimited } from '../test/support/system.js';

const [perSecond = 20, seconds = 20] = process.argv.slice(2).map(Number);
const warmUpSeconds = 5;
const buyers = 20;

type Buyer = Readonly<{ token: string; feed: Feed }>;

type Sample = Readonly<{ answered: number; updated: number; status: string }>;

const main = async (): Promise<void> => {
  const home = createHome();
  try {
    const shop = openShop(await home.start([], unlimited));
    const productId = await shop.product(1_000_000);
    const crowd = await Promise.all(Array.from({ length: buyers }, () => join(shop)));
    await load({ shop, productId, crowd }, warmUpSeconds);
    const samples = await load({ shop, productId, crowd }, seconds);
    crowd.forEach(({ feed }) => feed.close());
    print(samples);
  } finally {
    await home.remove();
  }
};

const join = async (shop: Shop): Promise<Buyer> => {
  const token = await shop.customer();

  return { token, feed: await openFeed(shop.gateway, token) };
};

type Rush = Readonly<{ shop: Shop; productId: string; crowd: readonly Buyer[] }>;

/** Open loop: the next click comes on time, however long the last one takes. */
const load = async ({ shop, productId, crowd }: Rush, duration: number): Promise<Sample[]> => {
  const clicks: Promise<Sample>[] = [];
  const startedAt = performance.now();
  for (let index = 0; index < perSecond * duration; index += 1) {
    await sleep(Math.max(0, startedAt + (index * 1000) / perSecond - performance.now()));
    const buyer = crowd[index % crowd.length];
    if (buyer !== undefined) clicks.push(click(shop, productId, buyer));
  }

  return Promise.all(clicks);
};

const click = async (shop: Shop, productId: string, { token, feed }: Buyer): Promise<Sample> => {
  const clickedAt = performance.now();
  const { body } = await shop.order(token, productId, randomUUID());
  const answered = performance.now() - clickedAt;
  const news = await feed.outcomeOf(body.order.id);

  return {
    answered,
    updated: (news?.at ?? Infinity) - clickedAt,
    status: news?.update.status ?? 'none',
  };
};

const quantile = (values: readonly number[], share: number): string => {
  const sorted = [...values].sort((a, b) => a - b);

  return (sorted[Math.floor((sorted.length - 1) * share)] ?? NaN).toFixed(1);
};

const print = (samples: readonly Sample[]): void => {
  const confirmed = samples.filter(({ status }) => status === 'CONFIRMED').length;
  const row = (what: string, values: readonly number[]) =>
    `${what.padEnd(22)} median ${quantile(values, 0.5)} ms, p95 ${quantile(values, 0.95)} ms, p99 ${quantile(values, 0.99)} ms`;
  process.stdout.write(
    [
      `${samples.length} orders at ${perSecond}/s, ${confirmed} CONFIRMED`,
      row(
        'POST to 201',
        samples.map(({ answered }) => answered),
      ),
      row(
        'POST to order.update',
        samples.map(({ updated }) => updated),
      ),
      '',
    ].join('\n'),
  );
};

await main();
