import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ProductResource } from '../../../contracts/http/products.js';
import { hasRedis, type RunningRedis, startRedis } from '../../../embedded/redis/index.js';
import { connectRedis, type Redis } from '../../../platform/redis/index.js';
import {
  createRedisProductCache,
  type RedisProductCache,
} from '../../../services/inventory/readSide/redisProductCache.js';
import { freePort } from '../../support/servers/freePort.js';
import { expectProblem } from '../../support/clients/http.js';
import {
  bodyOf,
  type InventoryUnderTest,
  logger,
  newProduct,
  startInventoryUnderTest,
} from './inventoryFixture.js';

// Only where redis-server is on the machine; .ci/run puts it there.
describe('The product cache', () => {
  let dir: string;
  let server: RunningRedis | undefined;
  let redis: Redis;
  let cache: RedisProductCache;

  before(async function () {
    if (!hasRedis()) this.skip();
    dir = await mkdtemp(join(tmpdir(), 'quicksale-redis-'));
    server = await startRedis({ dir, port: await freePort() });
    redis = connectRedis(server.url, logger);
    await new Promise((resolve) => redis.once('ready', resolve));
    cache = createRedisProductCache(redis, logger);
  });
  after(async () => {
    if (server === undefined) return;
    redis.disconnect();
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const aSecond = () => new Promise((resolve) => setTimeout(resolve, 1_050));

  it('keeps a product for a second', async () => {
    const product = at(1);
    await cache.put(product);

    expect(await cache.get(product.id)).to.deep.equal(product);
    await aSecond();
    expect(await cache.get(product.id)).to.equal(null);
  });

  it('is overwritten by a higher version only, also when the entry is stale', async () => {
    const newer = at(2);
    const older = { ...newer, version: 1 };
    await cache.put(newer);
    await cache.put(older);

    expect(await cache.get(newer.id)).to.deep.equal(newer);
    await aSecond();
    await cache.put(older);
    expect(await cache.get(newer.id)).to.equal(null);
  });

  it('keeps the newer stock of one version, whoever is late', async () => {
    const late = at(1);
    const product = { ...late, stock: { available: 0, soldOut: true, waiting: 0 } };
    await cache.put(product, 8);
    await cache.put(late, 7);

    expect(await cache.get(product.id)).to.deep.equal(product);
  });

  it('forgets a withdrawn product, whoever is late', async () => {
    const product = at(3);
    await cache.put(product);
    await cache.forget(product.id, product.version);
    await cache.put(product);

    expect(await cache.get(product.id)).to.equal(null);
  });

  it('serves products that were changed and withdrawn a moment ago as they are', async () => {
    const shop = await startInventoryUnderTest({ REDIS_URL: server?.url ?? '' });
    const added = await shop.ask('/api/products', { body: newProduct(), token: shop.admin });
    const { id } = bodyOf<ProductResource>(added, 'product');
    const readProduct = () => shop.ask(`/api/products/${id}`, { token: shop.customer });
    const change = (method: string, options: object) =>
      shop.ask(`/api/products/${id}`, { method, token: shop.admin, ...options });

    await readProduct();
    await change('PUT', { body: { price: 1 }, headers: { 'if-match': '"1"' } });
    expect((await readProduct()).body).to.include({ price: 1, version: 2 });
    await change('DELETE', {});
    expectProblem(await readProduct(), 404, 'PRODUCT_NOT_FOUND');
    await shop.stop();
  });

  it('is passed by when Redis is gone', async () => {
    const shop = await startInventoryUnderTest({ REDIS_URL: server?.url ?? '' });
    const added = await addTo(shop);
    await server?.stop();

    expect((await shop.ask(`/api/products/${added.id}`, { token: shop.customer })).status).to.equal(
      200,
    );
    await shop.stop();
  });
});

const addTo = async (shop: InventoryUnderTest): Promise<ProductResource> =>
  bodyOf<ProductResource>(
    await shop.ask('/api/products', { body: newProduct(), token: shop.admin }),
    'product',
  );

const at = (version: number): ProductResource => ({
  id: randomUUID(),
  name: 'Sneaker',
  sku: 'S-1',
  description: null,
  category: 'shoes',
  price: 1,
  originalPrice: null,
  currency: 'USD',
  maxPerCustomer: null,
  saleStartsAt: null,
  saleEndsAt: null,
  paymentWindowSeconds: null,
  stock: { available: 1, soldOut: false, waiting: 0 },
  version,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
});
