import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { orderStream } from '../../../domain/order/index.js';
import { connectEventStore, type EventStore } from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import type { Queryable } from '../../../platform/postgres/index.js';
import { createKeyLookup } from '../../../services/orders/readSide/keyLookup.js';
import { orderPlaced, toNewEvent } from '../../support/builders/storyEvents.js';
import {
  type EventStoreCluster,
  startEventStoreCluster,
} from '../../support/servers/eventStoreCluster/startEventStoreCluster.js';
import { newEvent, newStream, takenAgain } from './clusterFixture.js';

describe('A client whose node is a follower by now, and behind', () => {
  it('reads what only the leader has', async () => {
    const stream = newStream();
    await behind.append(stream, [newEvent()], { expectedRevision: 'no_stream' });

    expect((await eventStore.read(stream)).events).to.have.length(1);
  });

  it('sees the end of the log as the leader does', async () => {
    const { position } = await writeToLeader();

    expect(await eventStore.headPosition()).to.equal(position);
    expect(await eventStore.idAt(position)).to.be.a('string');
  });

  it('is told what comes by the leader', async () => {
    const ending = new AbortController();
    const { signal } = ending;
    const range = { after: 'start' as const, streamPrefixes: ['cluster-'], signal };
    await writeToLeader();
    const seen = await takenAgain(async () => {
      for await (const item of eventStore.subscribeToAll(range))
        if (item.kind === 'event') return item.event.type;

      return null;
    });
    ending.abort();

    expect(seen).to.equal('Noted');
  });

  it('takes appends', async () => {
    const append = () =>
      eventStore.append(newStream(), [newEvent()], { expectedRevision: 'no_stream' });

    expect((await takenAgain(append)).revision).to.equal(0);
  });

  it('does not take its end of the log for proof that a key is free', async () => {
    const orderId = randomUUID();
    await behind.append(orderStream(orderId), [toNewEvent(orderPlaced(orderId))], {
      expectedRevision: 'no_stream',
    });
    const row = { ids: [], open: [], position: String(headBefore) };
    const database = { query: () => Promise.resolve([row]) } as unknown as Queryable;
    const placements = { isOpen: () => false };
    const { find } = createKeyLookup({ database, eventStore, placements });

    expect(await find(orderId)).to.include({ kind: 'placed' });
  });

  const logger = createLogger({ name: 'test', level: 'silent' });
  let cluster: EventStoreCluster;
  let eventStore: EventStore;
  let behind: EventStore;
  let headBefore: bigint;

  beforeEach(async () => {
    cluster = await startEventStoreCluster();
    eventStore = connectEventStore(cluster.url, logger);
    behind = connectEventStore(cluster.storeUrl, logger);
    await eventStore.append(newStream(), [newEvent()], { expectedRevision: 'no_stream' });
    headBefore = await eventStore.headPosition();
    cluster.elected(1);
    for (const { state } of cluster.nodes)
      if (state.role === 'follower') state.hiddenFrom = headBefore + 1n;
  });
  afterEach(async () => {
    await Promise.all([eventStore.stop(), behind.stop()]);
    await cluster.stop();
  });

  const writeToLeader = () =>
    behind.append(newStream(), [newEvent()], { expectedRevision: 'no_stream' });
});
