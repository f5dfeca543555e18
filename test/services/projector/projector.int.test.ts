import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { inventoryStream } from '../../../domain/inventory/index.js';
import { orderStream } from '../../../domain/order/index.js';
import { connectEventStore } from '../../../platform/eventStore/index.js';
import type { Running } from '../../../platform/process/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { connectDatabase } from '../../../platform/postgres/index.js';
import { findOrder } from '../../../projections/orders/queries.js';
import { findProduct } from '../../../projections/products/queries.js';
import { loadProjectorConfig } from '../../../services/projector/config.js';
import { startProjector } from '../../../services/projector/service.js';
import { eventually } from '../../support/assertions/eventually.js';
import { type OwnEventStore, startOwnEventStore } from '../../support/servers/ownEventStore.js';
import { freshDatabase } from '../../support/servers/postgres.js';
import {
  cancelledOrder,
  lifeOfProduct,
  orderId,
  productAdded,
  productId,
  toNewEvent,
} from '../../support/builders/storyEvents.js';

describe('Projector service', () => {
  it('projects, is alive and ready, and counts', async () => {
    const eventStore = connectEventStore(node.url, logger);
    const database = connectDatabase({ url: databaseUrl, logger });
    const expectedRevision = 'no_stream';
    await eventStore.append(inventoryStream(productId), lifeOfProduct.slice(0, 7).map(toNewEvent), {
      expectedRevision,
    });
    await eventStore.append(orderStream(orderId), cancelledOrder.map(toNewEvent), {
      expectedRevision,
    });
    await eventually(async () => {
      expect(await findProduct(database, productId)).to.include({ name: 'Boot' });
      expect(await findOrder(database, orderId)).to.include({ status: 'CANCELLED' });
    });

    expect((await get('/health')).status).to.equal(200);
    const ready = await get('/ready');
    expect(ready.status).to.equal(200);
    expect(ready.text).to.contain('projection');
    const metrics = (await get('/metrics')).text;
    expect(metrics).to.match(/quicksale_projected_events_total\{.*\} [1-9]/);
    expect(metrics).to.match(/quicksale_projection_lag_events\{.*\} 0/);
    expect(metrics).to.match(/quicksale_projection_lag_seconds\{.*\} 0/);
    expect(metrics).to.match(/quicksale_postgres_connections\{state="open",.*\} [1-9]/);
    expect(metrics).to.match(/quicksale_orders_total\{outcome="placed",reason="",.*\} 1/);
    expect(metrics).to.match(
      /quicksale_orders_total\{outcome="cancelled",reason="CANCELLED_BY_CUSTOMER",.*\} 1/,
    );
    expect(metrics).to.match(
      /quicksale_reservations_total\{result="reserved",reason="",.*\} [1-9]/,
    );
    await Promise.all([eventStore.stop(), database.stop()]);
  });

  it('is ready while a stream waits, and says which and why, and what was skipped', async () => {
    const eventStore = connectEventStore(node.url, logger);
    const database = connectDatabase({ url: databaseUrl, logger });
    const id = randomUUID();
    const newer = { ...toNewEvent(productAdded(id, 'SKU-9')), type: 'ProductPainted' };
    await eventStore.append(inventoryStream(id), [newer], { expectedRevision: 'no_stream' });

    await eventually(async () => {
      const { status, text } = await get('/ready');
      expect(status).to.equal(200);
      expect(JSON.parse(text)).to.have.nested.property('dependencies.quarantine', 'failing');
      expect(text).to.match(
        /inventory-.* waits at position \d+: ProductPainted of schema version 1/,
      );
    });
    await database.query(
      `UPDATE projection.parked_events SET skipped_at = now(), skip_reason = 'no paint'`,
    );
    await eventually(async () => {
      const { text } = await get('/ready');
      expect(JSON.parse(text)).to.have.nested.property('dependencies.quarantine', 'ok');
      expect(text).to.match(
        /"skipped":\["ProductPainted at position \d+ \(inventory-.*\): no paint"\]/,
      );
    });
    await Promise.all([eventStore.stop(), database.stop()]);
  });

  it('is alive and not ready while its checkpoint belongs to another event store', async () => {
    const other = await startOwnEventStore();
    const stranger = await startProjector(config(other.url));
    await projector.stop();

    await eventually(async () => {
      const answer = await fetch(`${stranger.url}/ready`);
      expect(answer.status).to.equal(503);
      expect(await answer.text()).to.contain('projection');
    });
    expect((await fetch(`${stranger.url}/health`)).status).to.equal(200);
    await stranger.stop();
    await other.stop();
  });

  const logger = createLogger({ name: 'test', level: 'silent' });
  let node: OwnEventStore;
  let databaseUrl: string;
  let projector: Running;

  before(async () => {
    node = await startOwnEventStore();
    databaseUrl = await freshDatabase();
    projector = await startProjector(config(node.url));
  });

  after(async () => {
    await projector.stop();
    await node.stop();
  });

  const config = (eventStoreUrl: string) =>
    loadProjectorConfig({
      PROJECTOR_PORT: '0',
      LOG_LEVEL: 'silent',
      EVENTSTORE_URL: eventStoreUrl,
      DATABASE_URL: databaseUrl,
    });

  const get = async (path: string) => {
    const answer = await fetch(`${projector.url}${path}`);

    return { status: answer.status, text: await answer.text() };
  };
});
