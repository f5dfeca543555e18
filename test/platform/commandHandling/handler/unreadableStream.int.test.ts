import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import {
  availableOf,
  type InventoryCommand,
  inventoryDecider,
  type InventoryEvent,
  inventoryEventShapes,
  inventoryStream,
} from '../../../../domain/inventory/index.js';
import { createCommandHandler } from '../../../../platform/commandHandling/index.js';
import type { EventStore, NewEvent, StoredEvent } from '../../../../platform/eventStore/index.js';
import { StreamIncomplete, UnreadableEvent } from '../../../../platform/facts/index.js';
import { createLogger, type Logger } from '../../../../platform/logging/index.js';
import { rejectionOf } from '../../../support/assertions/rejectionOf.js';
import { context } from '../../../support/builders/counter.js';
import { at, productAdded, toNewEvent } from '../../../support/builders/storyEvents.js';
import {
  type ConnectedEventStore,
  startConnectedEventStore,
} from '../../../support/servers/ownEventStore.js';

describe('Command handler, on a stream that it cannot read', () => {
  it('decides nothing when an event is of a newer version, and goes on with other streams', async () => {
    const [sick, sound] = [await stockedWith(ofNewerVersion), await stockedWith(received)];
    const { handle } = handler();
    const outcomes = await Promise.allSettled([
      ...Array.from({ length: 20 }, () => handle(sick, reserve(sick), context())),
      ...Array.from({ length: 20 }, () => handle(sound, reserve(sound), context())),
    ]);

    for (const outcome of outcomes.slice(0, 20))
      expect(outcome)
        .to.have.property('reason')
        .that.is.instanceOf(UnreadableEvent)
        .and.includes({ stream: inventoryStream(sick), revision: 1, type: 'StockReceived' })
        .and.includes({ version: 2 });
    expect((await eventsOf(sick)).length).to.equal(2);
    expect(outcomes.slice(20).map(({ status }) => status)).to.not.include('rejected');
    expect((await eventsOf(sound)).filter(({ type }) => type === 'StockReserved').length).to.equal(
      5,
    );
  });

  it('says once why', async () => {
    const logged: unknown[] = [];
    const logger = {
      error: (fields: unknown) => logged.push(fields),
      bindings: () => ({ name: 'test' }),
    } as unknown as Logger;
    const id = await stockedWith(ofNewerVersion);
    const { load } = createCommandHandler({ ...options(eventStore), logger });
    for (let attempt = 0; attempt < 3; attempt += 1) await rejectionOf(load(id));

    expect(logged).to.have.length(1);
    expect(logged[0]).to.have.property('err').that.is.instanceOf(UnreadableEvent);
  });

  it('decides nothing when it meets such an event in a stream that it knows', async () => {
    const id = await stockedWith(received);
    const { handle, load } = handler();
    await handle(id, reserve(id), context());
    await eventStore.append(inventoryStream(id), [ofNewerVersion(id)], { expectedRevision: 2 });

    expect(await rejectionOf(handle(id, reserve(id), context()))).to.be.instanceOf(UnreadableEvent);
    expect(await rejectionOf(load(id, { fresh: true }))).to.be.instanceOf(UnreadableEvent);
    expect((await eventsOf(id)).length).to.equal(4);
  });

  for (const [what, left] of [
    ['truncated', (events: readonly StoredEvent[]) => events.slice(1)],
    ['bounded to its last event', (events: readonly StoredEvent[]) => events.slice(-1)],
    [
      'without an event in its midst',
      ([first, , ...rest]: readonly StoredEvent[]) => [first, ...rest],
    ],
  ] as const)
    it(`decides nothing when the stream was ${what}`, async () => {
      const id = await stockedWith(received);
      await handler().handle(id, reserve(id), context());
      const read: EventStore['read'] = async (stream, range) => {
        const { events, revision } = await eventStore.read(stream, range);

        return { events: left(events).filter((event) => event !== undefined), revision };
      };
      const { handle } = handler({ ...eventStore, read });

      expect(await rejectionOf(handle(id, reserve(id), context())))
        .to.be.instanceOf(StreamIncomplete)
        .and.include({ stream: inventoryStream(id) });
      expect((await eventsOf(id)).length).to.equal(3);
    });

  it('decides nothing when the stream that it knows was deleted', async () => {
    const id = await stockedWith(received);
    let isDeleted = false;
    const { handle, load } = handler({
      ...eventStore,
      read: async (stream, range) =>
        isDeleted ? { events: [], revision: 'no_stream' } : eventStore.read(stream, range),
    });
    await handle(id, reserve(id), context());
    isDeleted = true;

    expect(await rejectionOf(load(id, { fresh: true }))).to.be.instanceOf(StreamIncomplete);
    expect((await load(id, { fresh: true })).state.status).to.equal('NOT_ADDED');
  });

  it('reads a long stream no further than to what it cannot read, and not again from there', async () => {
    const id = await stockedWith(received);
    const changes = Array.from({ length: 2_500 }, () => toNewEvent(stockReceived(id)));
    await eventStore.append(inventoryStream(id), [...changes, ofNewerVersion(id)], {
      expectedRevision: 1,
    });
    const froms: (number | undefined)[] = [];
    const { load } = handler({
      ...eventStore,
      read: (stream, range) => {
        froms.push(range?.from);

        return eventStore.read(stream, range);
      },
    });
    for (let attempt = 0; attempt < 2; attempt += 1)
      expect(await rejectionOf(load(id, { fresh: true }))).to.be.instanceOf(UnreadableEvent);

    // the last event that is known is read again
    expect(froms).to.deep.equal([0, 2_000, 1_999]);
  });

  it('reads nothing again of what it has written itself', async () => {
    let eventsRead = 0;
    const id = randomUUID();
    const { handle, load } = handler({
      ...eventStore,
      read: async (stream, range) => {
        const read = await eventStore.read(stream, range);
        eventsRead += read.events.length;

        return read;
      },
    });
    await handle(id, add(id), context());
    for (let unit = 0; unit < 5; unit += 1) await handle(id, reserve(id), context());
    const { state } = await load(id);

    expect(state.status === 'LISTED' && availableOf(state)).to.equal(0);
    expect(eventsRead).to.equal(0);
  });

  let node: ConnectedEventStore;
  let eventStore: EventStore;

  before(async () => {
    node = await startConnectedEventStore();
    ({ eventStore } = node);
  });
  after(() => node.stop());

  const handler = (store: EventStore = eventStore) => createCommandHandler(options(store));

  const eventsOf = async (id: string): Promise<StoredEvent[]> =>
    (await eventStore.read(inventoryStream(id))).events;

  const stockedWith = async (stock: (productId: string) => NewEvent): Promise<string> => {
    const id = randomUUID();
    const events = [toNewEvent(productAdded(id, `SKU-${id}`)), stock(id)];
    await eventStore.append(inventoryStream(id), events, { expectedRevision: 'no_stream' });

    return id;
  };
});

const options = (eventStore: EventStore) => ({
  eventStore,
  decider: inventoryDecider,
  eventShapes: inventoryEventShapes,
  streamOf: inventoryStream,
  logger: createLogger({ name: 'test', level: 'silent' }),
});

const stockReceived = (productId: string): InventoryEvent => ({
  type: 'StockReceived',
  data: { productId, quantity: 5, onHand: 5, available: 5, receivedAt: at },
});

const received = (productId: string): NewEvent => toNewEvent(stockReceived(productId));

/** Of a release to come, which counts in pieces and boxes. */
const ofNewerVersion = (productId: string): NewEvent => {
  const event = received(productId);
  const quantity = { pieces: 5, boxes: 0 };
  const data = { productId, quantity, onHand: quantity, available: quantity, receivedAt: at };

  return { ...event, data, metadata: { ...event.metadata, schemaVersion: 2 } };
};

const add = (productId: string): InventoryCommand => ({
  type: 'AddProduct',
  data: {
    productId,
    sku: 'SKU',
    name: 'Sneaker',
    description: null,
    category: 'shoes',
    price: 100,
    originalPrice: null,
    currency: 'EUR',
    maxPerCustomer: null,
    saleStartsAt: null,
    saleEndsAt: null,
    paymentWindowSeconds: null,
    stock: 5,
    expectedVersion: 0,
    now: at,
  },
});

const reserve = (productId: string): InventoryCommand => ({
  type: 'SetReservation',
  data: {
    productId,
    orderId: randomUUID(),
    itemId: randomUUID(),
    orderRevision: 0,
    userId: randomUUID(),
    quantity: 1,
    placedAt: '2026-06-01T10:00:00.000Z',
    now: '2026-06-01T10:00:00.000Z',
  },
});
