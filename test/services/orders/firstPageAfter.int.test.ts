import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { inventoryStream } from '../../../domain/inventory/index.js';
import {
  connectEventStore,
  type EventStore,
  type NewEvent,
} from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { firstPageAfter } from '../../../services/orders/readSide/firstPageAfter.js';
import { eventStoreUrl } from '../../support/servers/sharedEventStore.js';

const length = 700;
const pageSize = 20;

describe('The search for what came after a position', () => {
  let eventStore: EventStore;
  let positions: bigint[];
  const stream = inventoryStream(randomUUID());

  before(async () => {
    eventStore = connectEventStore(
      await eventStoreUrl(),
      createLogger({ name: 'test', level: 'silent' }),
    );
    for (let at = 0; at < length; at += 100)
      await eventStore.append(stream, Array.from({ length: 100 }, newEvent), {
        expectedRevision: at === 0 ? 'no_stream' : at - 1,
      });
    positions = (await eventStore.read(stream)).events.map(({ position }) => position);
  });
  after(() => eventStore.stop());

  it('begins at most a page before the first event after it, and never behind it', async () => {
    for (const last of [0, 1, 19, 20, 21, 99, 100, 350, 639, 640, 641, 698]) {
      const position = positions[last] ?? 0n;
      const from = await firstPageAfter(eventStore, { stream, position, pageSize });

      expect(from, `after ${last}`).to.be.within(Math.max(0, last + 1 - pageSize), last + 1);
    }
  });

  it('begins at the beginning before the first event, and near the end after the last', async () => {
    const search = (position: bigint) => firstPageAfter(eventStore, { stream, position, pageSize });

    expect(await search((positions[0] ?? 0n) - 1n)).to.equal(0);
    expect(await search(positions[length - 1] ?? 0n)).to.be.within(length - pageSize, length);
  });

  it('takes a stream that is not there for an empty one', async () => {
    const nowhere = inventoryStream(randomUUID());

    expect(await firstPageAfter(eventStore, { stream: nowhere, position: 0n, pageSize })).to.equal(
      0,
    );
  });
});

const newEvent = (): NewEvent => ({
  id: randomUUID(),
  type: 'Counted',
  data: {},
  metadata: {
    $correlationId: 'test',
    $causationId: 'test',
    commandId: 'test',
    userId: null,
    requestId: null,
    traceparent: null,
    schemaVersion: 1,
  },
});
