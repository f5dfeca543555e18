import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { type InventoryEvent, inventoryStream } from '../../../domain/inventory/index.js';
import { type OrderEvent, orderStream } from '../../../domain/order/index.js';
import type { StoredEvent } from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { createMetrics } from '../../../platform/metrics/index.js';
import { connectDatabase, type Database, listen } from '../../../platform/postgres/index.js';
import { parseStockPayload } from '../../../projections/products/notifications.js';
import { createProjectorMetrics } from '../../../projections/projector/metrics/projectorMetrics.js';
import { createProjectEvents } from '../../../projections/projector/projectEvents.js';
import { beginTerm } from '../../../projections/projector/term.js';
import { eventually } from '../../support/assertions/eventually.js';
import { stored } from '../../support/builders/storedEvents.js';
import {
  at,
  lifeOfOrder,
  orderId,
  orderPlaced,
  productAdded,
  productId,
} from '../../support/builders/storyEvents.js';
import { freshDatabase } from '../../support/servers/postgres.js';

describe('The outstanding units of a product', () => {
  it('are those of orders that were placed', async () => {
    await project([product(), [...placed(2), ...placed(3)]]);

    expect(await outstanding()).to.equal(5);
  });

  it('are none when the orders know what the inventory decided', async () => {
    await project([product(), stored(orderStream(orderId), lifeOfOrder.slice(0, 3), 5_000n)]);

    expect(await outstanding()).to.equal(0);
  });

  it('are none of an order that its customer has cancelled', async () => {
    const order = placed(2);
    await project([product(), [...order, ...cancelled(order)]]);

    expect(await outstanding()).to.equal(0);
  });

  it('are the same however the events come in batches', async () => {
    const events = [
      ...product(),
      ...placed(2),
      ...stored(orderStream(orderId), lifeOfOrder, 9_000n),
    ];
    for (const size of [1, 2, 5, events.length]) {
      await empty();
      const batches = events.flatMap((_, index) =>
        index % size === 0 ? [events.slice(index, index + size)] : [],
      );
      await project(batches);

      expect(await outstanding(), `in batches of ${size}`).to.equal(2);
    }
  });

  it('are told with the stock, and alone where few units are left', async () => {
    const { heard, stop } = await listening(['stock', 'outstanding']);
    await project([product(8), placed(3)]);

    await eventually(() => {
      const [channel = '', ...rest] = heard.at(-1)?.split(' ') ?? [];
      const [notice] = parseStockPayload(rest.join(' ')) ?? [];
      expect(channel).to.equal('outstanding');
      expect(notice).to.include({ productId, available: 8, outstanding: 3, revision: 1 });
      expect(notice?.position).to.equal(lastPosition);
      expect(heard[0]).to.match(/^stock .*"outstanding" : 0/);
    });
    await stop();
  });

  it('are told to nobody where there is plenty', async () => {
    const { heard, stop } = await listening(['outstanding', 'outbox']);
    await project([product(5_000), placed(3)]);
    await eventually(() => expect(heard).to.include('outbox '));
    await stop();

    expect(heard.filter((one) => one.startsWith('outstanding'))).to.deep.equal([]);
  });

  const logger = createLogger({ name: 'test', level: 'silent' });
  let database: Database;
  let lastPosition = 0n;

  before(async () => {
    database = connectDatabase({ url: await freshDatabase(), logger });
  });

  beforeEach(() => empty());

  after(() => database.stop());

  /** The batches one after the other, in one term. */
  const project = async (batches: readonly (readonly StoredEvent[])[]): Promise<void> => {
    const metrics = createProjectorMetrics(createMetrics({ service: 'test' }));
    const projectEvents = createProjectEvents({ database, logger, metrics });
    let term = await beginTerm(database, { name: 'main', storeId: randomUUID(), head: 1_000_000n });
    for (const batch of batches) {
      lastPosition += 10_000n;
      term = await projectEvents(term, batch, lastPosition);
    }
  };

  const listening = async (channels: readonly string[]) => {
    const heard: string[] = [];
    const connected = await new Promise<ReturnType<typeof listen>>((resolve) => {
      const listener = listen({
        url: database.url,
        channels,
        onNotification: (channel, payload) => heard.push(`${channel} ${payload}`),
        onReconnect: () => setImmediate(() => resolve(listener)),
        logger,
      });
    });

    return { heard, stop: connected.stop };
  };

  const outstanding = async (): Promise<unknown> =>
    (await database.query('SELECT outstanding FROM read.products'))[0]?.['outstanding'];

  const empty = () =>
    database.query(
      `TRUNCATE read.products, read.orders, read.order_items, messaging.outbox,
         projection.checkpoints, projection.parked_events`,
    );
});

const product = (units = 10): StoredEvent[] =>
  stored(inventoryStream(productId), [productAdded(), received(units)]);

const received = (quantity: number): InventoryEvent => ({
  type: 'StockReceived',
  data: { productId, quantity, receivedAt: at, onHand: quantity, available: quantity },
});

const placed = (quantity: number): StoredEvent[] => {
  const id = randomUUID();

  return stored(orderStream(id), [orderPlaced(id, quantity)], 3_000n);
};

const cancelled = ([first]: readonly StoredEvent[]): readonly StoredEvent[] => {
  const snapshot = { status: 'CANCELLED', inventoryStatus: 'RELEASED', items: [], totalAmount: 0 };
  const { orderId: id, userId } = first?.data as Readonly<{ orderId: string; userId: string }>;
  const data = { orderId: id, userId, snapshot, reason: 'CANCELLED_BY_CUSTOMER', cancelledAt: at };
  const event = { type: 'OrderCancelled', data } as OrderEvent;

  return stored(orderStream(id), [event], 4_000n).map((made) => ({ ...made, revision: 1 }));
};
