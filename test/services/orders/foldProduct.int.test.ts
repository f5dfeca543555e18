import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { type InventoryEvent, inventoryStream } from '../../../domain/inventory/index.js';
import type { EventStore } from '../../../platform/eventStore/index.js';
import { foldProduct } from '../../../services/orders/products/foldProduct.js';
import { at, productAdded, toNewEvent } from '../../support/builders/storyEvents.js';
import {
  type ConnectedEventStore,
  startConnectedEventStore,
} from '../../support/servers/ownEventStore.js';

describe('Folding a product onto its row', () => {
  it('adds what lies behind the row, and reads nothing else', async () => {
    const id = await stocked(5);
    const row = await foldProduct(eventStore, id, null);
    await append(id, [priceOf(id, 100)], 1);
    const froms: (number | undefined)[] = [];
    const read: EventStore['read'] = (stream, range) => {
      froms.push(range?.from);

      return eventStore.read(stream, range);
    };
    const folded = await foldProduct({ read }, id, row);

    expect(folded).to.include({ price: 100, on_hand: 5, revision: 2 });
    expect(froms).to.deep.equal([1]);
  });

  it('takes the row as it is when nothing lies behind it', async () => {
    const id = await stocked(5);
    const row = await foldProduct(eventStore, id, null);

    expect(await foldProduct(eventStore, id, row)).to.deep.equal(row);
  });

  it('begins anew when the store lacks the last event of the row', async () => {
    const id = await stocked(5);
    const row = await foldProduct(eventStore, id, null);
    const ofLostFuture = row && { ...row, on_hand: 0, revision: 40 };

    expect(await foldProduct(eventStore, id, ofLostFuture)).to.deep.equal(row);
  });

  it('knows nothing of a product that was never added', async () => {
    expect(await foldProduct(eventStore, randomUUID(), null)).to.equal(null);
  });

  let node: ConnectedEventStore;
  let eventStore: EventStore;

  before(async () => {
    node = await startConnectedEventStore();
    ({ eventStore } = node);
  });
  after(() => node.stop());

  const append = (id: string, events: readonly InventoryEvent[], expectedRevision?: number) =>
    eventStore.append(inventoryStream(id), events.map(toNewEvent), {
      expectedRevision: expectedRevision ?? 'no_stream',
    });

  const stocked = async (units: number): Promise<string> => {
    const id = randomUUID();
    const stock = { productId: id, quantity: units, onHand: units, available: units };
    await append(id, [
      productAdded(id, `SKU-${id}`),
      { type: 'StockReceived', data: { ...stock, receivedAt: at } },
    ]);

    return id;
  };
});

const priceOf = (productId: string, price: number): InventoryEvent => ({
  type: 'ProductPriceChanged',
  data: { productId, price, originalPrice: null, changedAt: at },
});
