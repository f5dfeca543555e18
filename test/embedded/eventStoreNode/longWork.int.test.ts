import { EventStoreDBClient } from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import { expect } from 'chai';
import {
  type EventStoreNode,
  startEventStoreNode,
} from '../../../embedded/eventStoreNode/index.js';
import { failureOf, several } from '../../ports/eventStore/eventStoreFixture.js';
import {
  allRead,
  appendedEvent,
  appendOptions,
  readRequest,
  streamFilter,
} from '../../support/clients/eventStoreMessages.js';
import { EventStoreWire } from '../../support/clients/eventStoreWire.js';
import { useFolders } from './nodeFixture.js';

const batches = 40;
const perBatch = 1_000;

describe('event store node with a call that takes long or much', () => {
  const newFolder = useFolders();
  let node: EventStoreNode;
  let wire: EventStoreWire;
  beforeEach(async () => {
    node = await startEventStoreNode({ dir: await newFolder(), port: 0 });
    wire = await EventStoreWire.connect(node.url);
  });
  afterEach(async () => {
    wire.close();
    await node.stop();
  });

  it('serves others while a read searches all events for one that is not there', async () => {
    const client = EventStoreDBClient.connectionString(node.url);
    for (let batch = 0; batch < batches; batch += 1)
      await client.appendToStream('many', several(perBatch));
    await client.dispose();
    const ended: string[] = [];
    const search = wire
      .read(readRequest(allRead().setFilter(streamFilter(['nobody']))))
      .then(() => ended.push('search'));
    let pings = 0;
    while (ended.length === 0) {
      await fetch(`http://127.0.0.1:${node.port}/ping`);
      pings += 1;
    }
    await search;

    expect(pings).to.be.above(4);
  });

  it('refuses an append whose metadata takes too much memory', async () => {
    const large = appendedEvent();
    large.getProposedMessage()?.setCustomMetadata(Buffer.alloc(1_000_000));
    const messages = Array.from({ length: 80 }, () => large);

    expect(await failureOf(wire.append([appendOptions('s'), ...messages]))).to.deep.include({
      code: status.INVALID_ARGUMENT,
      details: 'Maximum Append Size of 67108864 Exceeded.',
    });
  });
});
