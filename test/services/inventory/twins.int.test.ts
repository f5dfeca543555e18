import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { productNameStream } from '../../../domain/productName/index.js';
import type { ProductResource } from '../../../contracts/http/products.js';
import { inventoryStream } from '../../../domain/inventory/index.js';
import {
  nameKeyOf,
  olderNameKeyOf,
  productIdOf,
} from '../../../services/inventory/useCases/productIds.js';
import { productAdded, toNewEvent } from '../../support/builders/storyEvents.js';
import { expectProblem } from '../../support/clients/http.js';
import {
  bodyOf,
  type InventoryUnderTest,
  newProduct,
  startInventoryUnderTest,
} from './inventoryFixture.js';

describe('Products that look alike', () => {
  let shop: InventoryUnderTest;

  before(async () => {
    shop = await startInventoryUnderTest();
  });
  after(() => shop.stop());

  const add = (changes: object, headers: Record<string, string> = {}) =>
    shop.ask('/api/products', { body: newProduct({ ...changes }), token: shop.admin, headers });

  it('cannot be told apart by a zero-width space in the sku', async () => {
    const sku = `Sku-${randomUUID()}`;

    expect((await add({ sku })).status).to.equal(201);
    for (const unseen of ['\u200B', '\u2060', '\u00AD', '\u202E', '\uFEFF-'])
      expectProblem(await add({ sku: sku.replace('-', `${unseen}-`) }), 400, 'VALIDATION_FAILED');
  });

  for (const [what, change] of [
    ['blanks', (sku: string) => sku.replace(' ', '\u00A0\u2009 ')],
    ['width', (sku: string) => sku.replace('Sku', 'Ｓｋｕ')],
    ['composition', (sku: string) => sku.normalize('NFD')],
    ['ends', (sku: string) => `\uFEFF ${sku}\u3000`],
  ] as const)
    it(`have one sku, whatever its ${what}`, async () => {
      const sku = `Sku é-${randomUUID()}`;
      await add({ sku });

      expectProblem(await add({ sku: change(sku) }), 409, 'SKU_TAKEN');
    });

  it('are two with one sku in two cases, which need two names', async () => {
    const [sku, name] = [`Sku-${randomUUID()}`, `Tea ${randomUUID()}`];
    const [first, second] = [await add({ sku, name }), await add({ sku: sku.toLowerCase() })];

    expect([first.status, second.status]).to.deep.equal([201, 201]);
    expectProblem(
      await add({ sku: sku.toUpperCase(), name: name.toLowerCase() }),
      409,
      'NAME_TAKEN',
    );
  });

  for (const [what, change] of [
    ['case', (name: string) => name.toUpperCase()],
    ['composition', (name: string) => name.normalize('NFD')],
    ['width', (name: string) => name.replace('Tea', 'Ｔｅａ')],
    ['blanks', (name: string) => name.replaceAll(' ', '\u00A0 ')],
    ['emoji style', (name: string) => name.replace('❤️', '❤')],
  ] as const)
    it(`have one name, whatever its ${what}`, async () => {
      const name = `Tea ❤️ für Straße ς ${randomUUID()}`;
      await add({ name });

      expectProblem(await add({ name: change(name) }), 409, 'NAME_TAKEN');
    });

  it('are one request to an idempotency key', async () => {
    const headers = { 'idempotency-key': `key-${randomUUID()}` };
    const [sku, name] = [`Sku é-${randomUUID()}`, `Té ${randomUUID()}`];
    const first = await add({ sku, name, category: 'Früchte' }, headers);
    const again = await add(
      {
        sku: `${sku.normalize('NFD')} `,
        name: name.replace(' ', '\u00A0'),
        category: 'Fru\u0308chte',
      },
      headers,
    );

    expect(again.status).to.equal(201);
    expect(again.body).to.deep.equal(first.body);
    expect(again.headers.get('idempotency-replayed')).to.equal('true');
  });

  it('of an older release stay readable, changeable, and keep their names', async () => {
    const name = `Straße ${randomUUID()}`;
    const sku = `Sku\u200B-${randomUUID()}`;
    const id = productIdOf(sku);
    const { data } = productAdded(id, sku);
    const now = new Date().toISOString();
    await shop.eventStore.append(
      productNameStream(olderNameKeyOf(name) ?? ''),
      [toNewEvent({ type: 'NameClaimed', data: { name, productId: id, claimedAt: now } })],
      { expectedRevision: 'no_stream' },
    );
    await shop.eventStore.append(
      inventoryStream(id),
      [toNewEvent({ type: 'ProductAdded', data: { ...data, name } })],
      { expectedRevision: 'no_stream' },
    );

    const answer = await shop.ask(`/api/products/${id}`, { token: shop.customer });
    expect(answer.body).to.include({ name, sku });
    expectProblem(await add({ name }), 409, 'NAME_TAKEN');
    const put = await shop.ask(`/api/products/${id}`, {
      method: 'PUT',
      body: { category: 'streets' },
      token: shop.admin,
      headers: { 'if-match': '"1"' },
    });
    expect(bodyOf<ProductResource>(put, 'product')).to.include({ name, category: 'streets' });
  });

  it('have the same key as before where there is nothing to normalise', () => {
    expect(olderNameKeyOf('Phone 15 Pro')).to.equal(null);
    expect(nameKeyOf('Phone 15 Pro')).to.equal(nameKeyOf('PHONE 15 pro'));
    expect(nameKeyOf('Phone 15 Pro')).not.to.equal(nameKeyOf('Phone 15Pro'));
  });
});
