import { expect } from 'chai';
import { createLogger } from '../../../platform/logging/index.js';
import { createBatchedLookup } from '../../../services/orders/products/batchedLookup.js';
import { createProductCache } from '../../../services/orders/products/productCache.js';
import {
  createSoldOutCache,
  type StockLevel,
} from '../../../services/orders/products/soldOutCache.js';
import { fingerprintOf, mergeLines } from '../../../services/orders/useCases/orderDraft.js';
import { itemIdOf, orderIdOf } from '../../../services/orders/useCases/orderIds.js';

const logger = createLogger({ name: 'test', level: 'silent' });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('Ids of an order', () => {
  it('follow from user and key, and never change', () => {
    expect(orderIdOf('u', 'key')).to.equal(orderIdOf('u', 'key'));
    expect(orderIdOf('u', 'key')).not.to.equal(orderIdOf('v', 'key'));
    expect(orderIdOf('u', 'key')).to.equal('8c45b7c0-bfcb-564a-aab7-89da38c6578e');
    expect(itemIdOf(orderIdOf('u', 'key'), 'p')).to.match(/^[0-9a-f-]{14}5/);
  });
});

describe('Equal requests', () => {
  const line = (productId: string, quantity: number) => ({ productId, quantity });

  it('have one fingerprint, however their lines are split and ordered', () => {
    const split = mergeLines([line('b', 1), line('a', 2), line('b', 3)]);

    expect(split).to.deep.equal([line('a', 2), line('b', 4)]);
    expect(fingerprintOf(split)).to.equal(fingerprintOf(mergeLines([line('b', 4), line('a', 2)])));
    expect(fingerprintOf(split)).not.to.equal(fingerprintOf([line('a', 2), line('b', 5)]));
  });
});

describe('A batched look-up', () => {
  it('asks once for all that wait, and once more for what came meanwhile', async () => {
    const asked: string[][] = [];
    const find = createBatchedLookup(async (keys) => {
      asked.push([...keys]);
      await pause(10);

      return new Map(keys.map((key) => [key, key.toUpperCase()]));
    });
    const first = Promise.all([find('a'), find('b'), find('a')]);
    await pause(5);

    expect(await Promise.all([first, find('c')])).to.deep.equal([['A', 'B', 'A'], 'C']);
    expect(asked).to.deep.equal([['a', 'b'], ['c']]);
  });

  it('tells all that waited when it fails, and goes on', async () => {
    let isBroken = true;
    const find = createBatchedLookup<string>((keys) =>
      isBroken
        ? Promise.reject(new Error('away'))
        : Promise.resolve(new Map([[keys[0] ?? '', 'x']])),
    );
    const outcomes = await Promise.allSettled([find('a'), find('b')]);
    isBroken = false;

    expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    expect(await find('a')).to.equal('x');
  });
});

describe('The sold-out cache', () => {
  let levels: StockLevel[] = [];
  let cache: ReturnType<typeof createSoldOutCache>;
  beforeEach(() => {
    levels = [];
    cache = createSoldOutCache({ readLevels: () => Promise.resolve(levels), logger });
  });
  afterEach(() => cache.stop());

  const level = (available: number, revision: number) => ({ productId: 'p', available, revision });

  it('knows what was announced, and listens to the newest revision', () => {
    cache.observe(level(0, 5));
    expect(cache.isSoldOut('p')).to.equal(true);
    cache.observe(level(3, 4));
    expect(cache.isSoldOut('p')).to.equal(true);
    cache.observe(level(1, 6));
    expect(cache.isSoldOut('p')).to.equal(false);
  });

  it('does not call a product sold out before it got its first units', () => {
    cache.observe(level(0, 0));

    expect(cache.isSoldOut('p')).to.equal(false);
  });

  it('trusts itself for a second, and longer as long as it is confirmed', async () => {
    cache.observe(level(0, 5));
    levels = [level(0, 5)];
    await pause(1_500);
    expect(cache.isSoldOut('p')).to.equal(true);
    levels = [];
    await pause(1_500);
    expect(cache.isSoldOut('p')).to.equal(false);
  });
});

describe('The product cache', () => {
  const product = {
    productId: 'p',
    status: 'LISTED',
    name: 'Sneaker',
    price: 100,
    onHand: 1,
    reserved: 0,
    revision: 1,
  } as const;

  it('takes a product as it was known while Postgres is away', async () => {
    let isAway = false;
    const cache = createProductCache({
      readRows: () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve([product])),
      foldProduct: () => Promise.reject(new Error('not asked')),
      observe: () => undefined,
      logger,
    });
    await cache.find(['p']);
    isAway = true;
    await pause(300);

    expect((await cache.find(['p'])).get('p')).to.include({ price: 100 });
  });

  it('folds what has no row yet, and offers nothing that is withdrawn', async () => {
    const cache = createProductCache({
      readRows: () => Promise.resolve([]),
      foldProduct: (productId) =>
        Promise.resolve(
          productId === 'p' ? product : { ...product, productId, status: 'WITHDRAWN' as const },
        ),
      observe: () => undefined,
      logger,
    });

    expect([...(await cache.find(['p', 'q'])).keys()]).to.deep.equal(['p']);
  });
});
