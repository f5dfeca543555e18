import { expect } from 'chai';
import { pause } from '../../../platform/concurrency/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { createProductCache } from '../../../services/orders/products/productCache.js';
import {
  type AvailableStock,
  createSoldOutCache,
} from '../../../services/orders/products/soldOutCache.js';

const logger = createLogger({ name: 'test', level: 'silent' });

describe('The sold-out cache', () => {
  let levels: AvailableStock[] = [];
  let cache: ReturnType<typeof createSoldOutCache>;
  beforeEach(() => {
    levels = [];
    cache = createSoldOutCache({ readStocks: () => Promise.resolve(levels), logger });
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
