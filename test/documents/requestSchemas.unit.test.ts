import { expect } from 'chai';
import { operations } from '../../contracts/openapi/index.js';
import { createCompiler, documentedRoutes } from './documentedAnswers.js';

const compile = createCompiler();

type Body = Readonly<Record<string, unknown>>;

/** Whether the document and the validation accept a body; the same for both, it is hoped. */
const judged = (id: string, body: Body): Readonly<{ document: boolean; server: boolean }> => {
  const route = documentedRoutes().find(({ operation }) => operation.operationId === id);
  const schema = route?.operation.requestBody?.content['application/json']?.schema ?? {};
  const operation = operations.find((each) => each.id === id);

  return {
    document: compile(schema)(body),
    server: operation?.body?.safeParse(body).success ?? false,
  };
};

const account = { email: 'ann@example.com', password: 'correct horse battery' };
const product = { name: 'Shoe', sku: 'S-1', price: 1, stock: 1, category: 'shoes' };
const reservation = {
  reservationId: '7f9c24e5-4c1e-4f0a-9a57-2f4e8c9d1b60',
  productId: '3b52d0a0-9a57-5f4e-8c9d-1b606f1a7c0e',
  quantity: 1,
};

const accepted: Readonly<Record<string, readonly Body[]>> = {
  register: [
    account,
    { ...account, password: 'x'.repeat(72) },
    { ...account, password: `${'x'.repeat(40)}ÄÖÜß` },
    { ...account, password: '密'.repeat(18) },
    { ...account, email: 'Ann@Example.COM', firstName: 'Ann' },
  ],
  addProduct: [
    product,
    { ...product, price: 79.99, originalPrice: 999_999.99 },
    { ...product, price: 0.07 },
    { ...product, name: 'Café\u3000für  Fußgänger', description: 'One\r\n\ttwo' },
    { ...product, saleStartsAt: '2026-11-27T09:00:00+01:00' },
  ],
  changeProduct: [{ price: 19.9 }, { originalPrice: null }],
  changeStock: [{ adjustment: -1 }, { adjustment: 1 }, { stock: 0 }],
  reserve: [reservation],
};

const refused: Readonly<Record<string, readonly Body[]>> = {
  register: [
    { ...account, password: 'x'.repeat(73) },
    { ...account, password: 'short' },
    { ...account, password: 'ä'.repeat(37) },
    { ...account, password: '密'.repeat(25) },
    { ...account, password: `${'x'.repeat(69)}ää` },
    { ...account, email: '"quoted"@example.com' },
    { ...account, firstName: '  ' },
    { ...account, firstName: 'An\u200Bn' },
    { ...account, password: 'correct\thorse' },
    { ...account, password: 'correct\u200Bhorse' },
  ],
  logIn: [{ ...account, email: ' ' }, { ...account, username: 'ann' }, { password: 'x' }],
  addProduct: [
    { ...product, price: 1.005 },
    { ...product, originalPrice: 0.001 },
    { ...product, stock: 1.5 },
    { ...product, name: ' ' },
    { ...product, sku: '\u3000' },
    { ...product, category: '\t' },
    { ...product, description: '' },
    { ...product, sku: 'S\u200B-1' },
    { ...product, name: 'Shoe\u202Eeohs' },
    { ...product, category: 'sho\u00ADes' },
    { ...product, description: 'Red\u0007' },
    { ...product, saleStartsAt: '2026-11-27 09:00:00Z' },
    { ...product, saleStartsAt: '2026-02-29T00:00:00Z' },
    { ...product, saleEndsAt: '0000-06-01T00:00:00Z' },
    { ...product, saleEndsAt: '0001-01-01T00:00:00+01:00' },
    { ...product, saleEndsAt: '9999-12-31T23:59:59-01:00' },
  ],
  changeProduct: [{}, { price: 1.005 }, { name: ' ' }, { saleEndsAt: '2026-11-27' }],
  changeStock: [{ adjustment: 0 }, { adjustment: 0.5 }, { stock: -1 }, { adjustment: 1, stock: 1 }],
  reserve: [
    { ...reservation, reservationId: '00000000-0000-0000-0000-00000000000f' },
    { ...reservation, quantity: 0 },
  ],
};

const cases = (table: Readonly<Record<string, readonly Body[]>>) =>
  Object.entries(table).flatMap(([id, bodies]) => bodies.map((body) => ({ id, body })));

describe('documents: schemas of requests', () => {
  for (const { id, body } of cases(accepted))
    it(`accept what the server does: ${id} ${JSON.stringify(body).slice(0, 90)}`, () => {
      expect(judged(id, body)).to.deep.equal({ document: true, server: true });
    });

  for (const { id, body } of cases(refused))
    it(`refuse what the server does: ${id} ${JSON.stringify(body).slice(0, 90)}`, () => {
      expect(judged(id, body)).to.deep.equal({ document: false, server: false });
    });

  it('promise no more of X-Request-Id and traceparent than that they are texts', () => {
    for (const { operation } of documentedRoutes())
      for (const name of ['X-Request-Id', 'traceparent']) {
        const parameter = operation.parameters.find((each) => each.name === name);
        expect(parameter?.schema, `${operation.operationId} ${name}`).to.deep.equal({
          type: 'string',
        });
        expect(parameter?.required).to.equal(false);
      }
  });
});
