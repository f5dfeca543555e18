import { expect } from 'chai';
import { idempotencyKey, ifMatch } from '../../../contracts/http/headers.js';
import { amount, toAmount, toMinorUnits } from '../../../contracts/http/money.js';
import { listOrdersQuery, placeOrderRequest } from '../../../contracts/http/orders.js';
import {
  addProductRequest,
  changeProductRequest,
  changeStockRequest,
  listProductsQuery,
} from '../../../contracts/http/products.js';
import { reserveRequest } from '../../../contracts/http/reservations.js';

const productId = '0c2bd2f8-6b4e-5e2f-9d3b-5a8b6e9f1a2b';
const line = (quantity: unknown) => ({ items: [{ productId, quantity }] });
const details = { name: 'Sneaker', sku: 'S-1', price: 799.99, stock: 5, category: 'shoes' };

describe('Money at the edge', () => {
  it('keeps every cent on the way in and out', () => {
    for (const minor of [0, 1, 10, 29, 57, 79_999, 1_001, 99_999_999])
      expect(toMinorUnits(toAmount(minor))).to.equal(minor);
  });

  for (const wrong of [-1, -0, 0.001, 799.999, Infinity, NaN, '1', null, 1_000_000.01])
    it(`refuses ${JSON.stringify(wrong)} (${String(wrong)})`, () =>
      expect(amount.safeParse(wrong).success).to.be.false);
});

describe('An order request', () => {
  for (const quantity of [0, -1, 1.5, '1', JSON.parse('1e309'), 2 ** 53, 1_001, null, [], {}])
    it(`refuses quantity ${JSON.stringify(quantity)} (${String(quantity)})`, () =>
      expect(placeOrderRequest.safeParse(line(quantity)).success).to.be.false);

  it('takes 1 to 50 lines', () => {
    const items = (count: number) => ({ items: Array(count).fill(line(1).items[0]) });

    expect([0, 1, 50, 51].map((n) => placeOrderRequest.safeParse(items(n)).success)).to.deep.equal([
      false,
      true,
      true,
      false,
    ]);
  });

  it('refuses unknown keys at every level', () => {
    const [item] = line(1).items;

    expect(placeOrderRequest.safeParse({ ...line(1), status: 'CONFIRMED' }).success).to.be.false;
    expect(placeOrderRequest.safeParse({ items: [{ ...item, unitPrice: 1 }] }).success).to.be.false;
  });

  it('reads ids in one case', () => {
    const items = [{ productId: productId.toUpperCase(), quantity: 1 }];

    expect(placeOrderRequest.parse({ items }).items[0]?.productId).to.equal(productId);
  });
});

describe('Product requests', () => {
  it('fills what may be absent', () =>
    expect(addProductRequest.parse(details)).to.deep.equal({
      ...details,
      description: null,
      originalPrice: null,
      maxPerCustomer: null,
      saleStartsAt: null,
      saleEndsAt: null,
      paymentWindowSeconds: null,
    }));

  for (const wrong of [
    { name: '   ' },
    { stock: -1 },
    { stock: 1.5 },
    { price: -5 },
    { maxPerCustomer: 0 },
    { paymentWindowSeconds: 29 },
    { paymentWindowSeconds: 86_401 },
    { paymentWindowSeconds: 30.5 },
    { saleStartsAt: 'tomorrow' },
    { saleStartsAt: '0000-12-31T23:59:59Z' },
    { saleStartsAt: '0001-01-01T00:00:00+01:00' },
    { saleEndsAt: '9999-12-31T23:59:59-01:00' },
    { saleStartsAt: '2026-01-02T00:00:00Z', saleEndsAt: '2026-01-01T00:00:00Z' },
    { id: productId },
  ])
    it(`refuse ${JSON.stringify(wrong)}`, () =>
      expect(addProductRequest.safeParse({ ...details, ...wrong }).success).to.be.false);

  it('carry times on in UTC', () =>
    expect(
      changeProductRequest.parse({ saleEndsAt: '2026-01-01T01:00:00+01:00' }).saleEndsAt,
    ).to.equal('2026-01-01T00:00:00.000Z'));

  it('never change the sku, and change something', () => {
    expect(changeProductRequest.safeParse({ sku: 'S-2' }).success).to.be.false;
    expect(changeProductRequest.safeParse({}).success).to.be.false;
  });

  it('change stock by a difference or to a count, not both', () => {
    const accepted = (body: unknown) => changeStockRequest.safeParse(body).success;

    expect([{ adjustment: -3 }, { stock: 50 }, { stock: 0 }].map(accepted)).to.deep.equal([
      true,
      true,
      true,
    ]);
    expect([{}, { adjustment: 1, stock: 1 }, { adjustment: 0 }].map(accepted)).to.deep.equal([
      false,
      false,
      false,
    ]);
  });
});

describe('Lists', () => {
  it('page from 1 by 20', () =>
    expect(listOrdersQuery.parse({})).to.deep.equal({ page: 1, limit: 20 }));

  for (const wrong of [
    { page: '0' },
    { page: '-1' },
    { page: '1e2' },
    { page: ['1', '2'] },
    { limit: '101' },
    { limit: '' },
    { sort: 'stock' },
    { page: { $gt: '' } },
    { colour: 'red' },
  ])
    it(`refuse ${JSON.stringify(wrong)}`, () =>
      expect(listProductsQuery.safeParse(wrong).success).to.be.false);
});

describe('Headers', () => {
  it('read a bare and a quoted Idempotency-Key alike', () =>
    expect(['a.b_c:d-8', '"a.b_c:d-8"'].map((key) => idempotencyKey.parse(key))).to.deep.equal([
      'a.b_c:d-8',
      'a.b_c:d-8',
    ]));

  for (const wrong of ['short', 'x'.repeat(129), 'a b c d e', '"unclosed1', 'twice-01, twice-01'])
    it(`refuse the Idempotency-Key ${wrong.slice(0, 20)}`, () =>
      expect(idempotencyKey.safeParse(wrong).success).to.be.false);

  it('read a version from If-Match', () => {
    expect(ifMatch.parse('"7"')).to.equal(7);
    expect(ifMatch.parse('*')).to.equal('*');
    expect(ifMatch.safeParse('7').success).to.be.false;
  });

  it('read a version from a tag that a proxy has marked, and from no other', () => {
    for (const tag of ['W/"7"', '"7-gzip"', 'W/"7-br"', '"7--gzip"', '"7-deflate"', '"7-zstd"'])
      expect(ifMatch.parse(tag), tag).to.equal(7);
    for (const tag of ['W/7', 'w/"7"', '"7-"', '"7-tar"', '"7gzip"', '"-gzip"', 'W/*', '"7"-gzip'])
      expect(ifMatch.safeParse(tag).success, tag).to.equal(false);
  });
});

describe('A manual reservation', () => {
  it('has a UUID of its own', () =>
    expect(reserveRequest.safeParse({ reservationId: 'mine', productId, quantity: 1 }).success).to
      .be.false);
});
