import { expect } from 'chai';
import { inventoryDecider, inventoryEventShapes } from '../../../domain/inventory/index.js';
import { orderDecider, orderEventShapes } from '../../../domain/order/index.js';
import { productNameEventShapes } from '../../../domain/productName/index.js';
import { createFactReader } from '../../../platform/facts/index.js';
import { toInventoryFact, toOrderFact } from '../../../projections/facts/factReaders.js';
import { corpusOf, toRecord } from './factsFixture.js';

const aggregates = {
  inventory: { shapes: inventoryEventShapes, toFact: toInventoryFact },
  order: { shapes: orderEventShapes, toFact: toOrderFact },
  productName: {
    shapes: productNameEventShapes,
    toFact: createFactReader(productNameEventShapes),
  },
};

describe('Events as they were ever stored', () => {
  for (const [aggregate, { shapes, toFact }] of Object.entries(aggregates)) {
    const corpus = corpusOf(aggregate);

    it(`hold every type and version of ${aggregate}`, () => {
      const known = Object.entries<object>(shapes).flatMap(([type, versions]) =>
        Object.keys(versions).map((version) => `${type} ${version}`),
      );
      const stored = corpus.map(({ type, schemaVersion }) => `${type} ${String(schemaVersion)}`);

      expect(new Set(stored)).to.deep.equal(new Set(known));
    });

    for (const event of corpus)
      it(`are read as facts: ${event.type} ${String(event.schemaVersion)} of ${aggregate}`, () => {
        const record = toRecord(event);

        const { id, stream, revision, type } = record;
        expect(toFact(record)).to.include({ id, stream, revision, type });
      });
  }

  it('are a product once more', () => {
    const facts = corpusOf('inventory').map((event) => toInventoryFact(toRecord(event)));
    const product = facts.reduce(inventoryDecider.evolve, inventoryDecider.initialState());

    expect(product).to.include({ status: 'WITHDRAWN', onHand: 5, reserved: 0, version: 5 });
  });

  it('are an order once more', () => {
    const facts = corpusOf('order').map((event) => toOrderFact(toRecord(event)));
    const order = facts.reduce(orderDecider.evolve, orderDecider.initialState());
    const begin = facts.findLastIndex(({ type }) => type === 'OrderPlaced');

    expect(order).to.include({ status: 'CANCELLED', revision: facts.length - 1 - begin });
  });
});
