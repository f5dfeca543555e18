import { expect } from 'chai';
import fc from 'fast-check';
import { inventoryDecider, type InventoryEvent } from '../../../domain/inventory/index.js';
import type { StoredEvent } from '../../../platform/eventStore/index.js';
import { UnreadableEvent } from '../../../platform/facts/index.js';
import { toInventoryFact } from '../../../projections/facts/factReaders.js';
import { evolveProduct, type ProductRow } from '../../../projections/products/productRow.js';
import { corpusOf, type Stored, toRecord } from './factsFixture.js';

const corpus = corpusOf('inventory');
const [first] = corpus;

describe('Events that somebody else has changed', () => {
  it('never lead to a level that is none', () => {
    fc.assert(
      fc.property(mutated, (events) => {
        const facts = readable(events);
        const product = facts.reduce(inventoryDecider.evolve, inventoryDecider.initialState());
        const row = facts.reduce<ProductRow | null>(evolveProduct, null);

        if (product.status !== 'NOT_ADDED')
          for (const level of [product.onHand, product.reserved, product.version, product.price])
            expect(level).to.satisfy(Number.isSafeInteger);
        if (row !== null)
          for (const level of [row.on_hand, row.reserved, row.version, row.price])
            expect(level).to.satisfy(Number.isSafeInteger);
      }),
      { numRuns: 500 },
    );
  });

  it('are refused by name when a field is missing, or of another type', () => {
    for (const event of corpus)
      for (const [field, value] of Object.entries(event.data as object)) {
        for (const other of isOptional(event, field) ? [[value]] : [undefined, [value]]) {
          const data = throughJson({ ...(event.data as object), [field]: other });
          expect(() => toInventoryFact(toRecord({ ...event, data })), field).to.throw(
            UnreadableEvent,
          );
        }
      }
  });

  it('are read when they hold more than is known', () => {
    for (const event of corpus) {
      const record = toRecord({ ...event, data: { ...(event.data as object), colour: 'red' } });

      expect(toInventoryFact(record)).to.equal(record);
    }
  });
});

/** Of the first releases; and only an entry of the waitlist always has its place. */
const isOptional = ({ type }: Stored, field: string): boolean =>
  field === 'paymentWindowSeconds' || (field === 'place' && type !== 'ReservationWaitlisted');

/** What the gate lets through of a stream, up to the first that it does not. */
const readable = (events: readonly Stored[]): StoredEvent<InventoryEvent>[] => {
  const facts: StoredEvent<InventoryEvent>[] = [];
  try {
    for (const [revision, event] of events.entries())
      facts.push(toInventoryFact(toRecord(event, 'inventory', revision)));
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
  }

  return facts;
};

const stateFields = ['onHand', 'available', 'reserved', 'version', 'price', 'reservations'];

const mutation = fc.record({
  event: fc.constantFrom(...corpus),
  field: fc.nat(20),
  extra: fc.option(fc.constantFrom(...stateFields)),
  value: fc.oneof(fc.jsonValue(), fc.constant(undefined), fc.double(), fc.integer()),
});

const mutated = fc.array(mutation, { maxLength: 8 }).map((mutations) => [
  ...(first === undefined ? [] : [first]),
  ...mutations.map(({ event, field, extra, value }): Stored => {
    const names = Object.keys(event.data as object);
    const name = extra ?? names[field % names.length] ?? '';

    return { ...event, data: throughJson({ ...(event.data as object), [name]: value }) };
  }),
]);

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
