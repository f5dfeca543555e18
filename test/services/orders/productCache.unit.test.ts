import { expect } from 'chai';
import { pause } from '../../../platform/concurrency/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import type { ProductRow } from '../../../projections/products/productRow.js';
import { createProductCache, isSoldOut } from '../../../services/orders/products/productCache.js';
import { createRowAge } from '../../../services/orders/products/rowAge.js';
import { createRowReader } from '../../../services/orders/products/rowReader.js';

const logger = createLogger({ name: 'test', level: 'silent' });

describe('The product cache', () => {
  it('takes a row as it is while the read model follows the log', async () => {
    const folded: (ProductRow | null)[] = [];
    const { find } = cacheOf({ row: rowOf({ price: 100 }), ageMs: 200, folded });

    expect((await find(['p'])).get('p')).to.include({ price: 100, isListed: true });
    expect(folded).to.deep.equal([]);
  });

  it('folds what lies behind a row that is older', async () => {
    const row = rowOf({ price: 100 });
    const folded: (ProductRow | null)[] = [];
    const { find } = cacheOf({ row, ageMs: 300, folded, then: { price: 200, revision: 2 } });

    expect((await find(['p'])).get('p')).to.include({ price: 200 });
    expect(folded).to.deep.equal([row]);
  });

  it('goes on from what it knows while Postgres is away', async () => {
    const folded: (ProductRow | null)[] = [];
    const { find } = cacheOf({ row: null, folded, then: { price: 100, revision: 1 } });
    await find(['p']);
    await pause(300);

    expect((await find(['p'])).get('p')).to.include({ price: 100 });
    expect(folded.map((base) => base?.revision ?? null)).to.deep.equal([null, 1]);
  });

  it('never goes back to a row that is behind what it knows', async () => {
    let row = rowOf({ price: 200, revision: 2 });
    const readRow = () => Promise.resolve({ row, asOf: performance.now() });
    const foldProduct = (_: string, base: ProductRow | null) => Promise.resolve(base);
    const { find } = createProductCache({ readRow, foldProduct });
    await find(['p']);
    row = rowOf({ price: 100, revision: 1 });
    await pause(300);

    expect((await find(['p'])).get('p')).to.include({ price: 200 });
  });

  it('reads a product once for all who want it at the same time', async () => {
    const folded: (ProductRow | null)[] = [];
    const { find } = cacheOf({ row: null, folded, then: {} });
    await Promise.all(Array.from({ length: 50 }, () => find(['p'])));

    expect(folded).to.have.length(1);
  });

  it('knows what is withdrawn, and leaves out what does not exist', async () => {
    const readRow = () => Promise.resolve(null);
    const foldProduct = (id: string) =>
      Promise.resolve(id === 'p' ? rowOf({ withdrawn_at: '2026-01-01T00:00:00.000Z' }) : null);
    const products = await createProductCache({ readRow, foldProduct }).find(['p', 'q']);

    expect([...products].map(([id, { isListed }]) => [id, isListed])).to.deep.equal([['p', false]]);
  });

  it('looks again at once when a notification turns it around', async () => {
    let row = rowOf({ on_hand: 1 });
    const readRow = () => Promise.resolve({ row, asOf: performance.now() });
    const cache = createProductCache({ readRow, foldProduct: () => Promise.resolve(row) });
    await cache.find(['p']);
    row = rowOf({ on_hand: 0, revision: 2 });
    cache.noteStock({ productId: 'p', available: 0, revision: 2 });

    expect([...(await cache.find(['p'])).values()].map(isSoldOut)).to.deep.equal([true]);
  });

  it('does not call a product sold out before it got its first units', async () => {
    const { find } = cacheOf({ row: rowOf({ on_hand: 0, revision: 0 }), ageMs: 0 });

    expect([...(await find(['p'])).values()].map(isSoldOut)).to.deep.equal([false]);
  });
});

describe('The age of a row', () => {
  const heads = [10n, 20n];
  const rowAge = createRowAge({ headPosition: () => Promise.resolve(heads.shift() ?? 30n) });

  it('is unknown before the end of the log was read, and for a checkpoint before that', async () => {
    expect(rowAge.asOf(100n)).to.equal(-Infinity);
    await rowAge.sample();

    expect(rowAge.asOf(9n)).to.equal(-Infinity);
    expect(rowAge.asOf(null)).to.equal(-Infinity);
  });

  it('is counted from the last end of the log that its checkpoint has passed', async () => {
    const first = rowAge.asOf(10n);
    await pause(20);
    await rowAge.sample();

    expect(rowAge.asOf(19n)).to.equal(first);
    expect(rowAge.asOf(20n)).to.be.at.least(first + 15);
  });

  it('is known of a checkpoint that is a hundred readings behind', async () => {
    let head = 0n;
    const age = createRowAge({ headPosition: () => Promise.resolve((head += 1n)) });
    for (let reading = 0; reading < 101; reading += 1) await age.sample();

    expect(age.asOf(1n)).to.be.at.least(0);
  });
});

describe('The reader of product rows', () => {
  it('does without Postgres for a while when it does not respond', async () => {
    let reads = 0;
    const read = createRowReader({
      readRows: () => {
        reads += 1;

        return Promise.reject(new Error('away'));
      },
      rowAge: createRowAge({ headPosition: () => Promise.resolve(1n) }),
      logger,
    });

    expect([await read('p'), await read('p')]).to.deep.equal([null, null]);
    expect(reads).to.equal(1);
  });

  it('does not wait for an event store that is silent', async () => {
    const read = createRowReader({
      readRows: () => Promise.resolve({ rows: [rowOf({})], checkpoint: 1n }),
      rowAge: createRowAge({ headPosition: () => new Promise(() => undefined) }),
      logger,
    });

    expect((await read('p'))?.asOf).to.equal(-Infinity);
  });
});

type Given = Readonly<{
  row: ProductRow | null;
  ageMs?: number;
  /** Gets the rows that were folded on. */
  folded?: (ProductRow | null)[];
  then?: Partial<ProductRow>;
}>;

const cacheOf = ({ row, ageMs = 0, folded = [], then = {} }: Given) =>
  createProductCache({
    readRow: () => Promise.resolve(row && { row, asOf: performance.now() - ageMs }),
    foldProduct: (_, base) => {
      folded.push(base);

      return Promise.resolve({ ...(base ?? rowOf({})), ...then });
    },
  });

const rowOf = (changes: Partial<ProductRow>): ProductRow => ({
  product_id: 'p',
  sku: 'SKU-1',
  name: 'Sneaker',
  description: null,
  category: 'shoes',
  search_key: 'sneaker sku-1',
  name_key: 'sneaker',
  category_key: 'shoes',
  price: 100,
  original_price: null,
  currency: 'EUR',
  max_per_customer: null,
  sale_starts_at: null,
  sale_ends_at: null,
  payment_window_seconds: null,
  withdrawn_at: null,
  version: 1,
  on_hand: 1,
  waiting: null,
  reserved: 0,
  revision: 1,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  ...changes,
});
