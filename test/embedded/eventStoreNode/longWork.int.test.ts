import { randomUUID } from 'node:crypto';
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
  batchChunk,
  readRequest,
  streamFilter,
  summaryOf,
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
    const messages = Array.from({ length: 140 }, () => large);

    expect(await failureOf(wire.append([appendOptions('s'), ...messages]))).to.deep.include({
      code: status.INVALID_ARGUMENT,
      details: 'Maximum Append Size of 134217728 Exceeded.',
    });
  });

  it('refuses what never becomes complete as soon as it takes too much memory', async () => {
    const call = wire.batchAppend();
    const data = Buffer.alloc(1_000_000);
    for (let sent = 0; sent < 200; sent += 1)
      call.send(batchChunk(randomUUID(), { stream: 's', events: [{ data }], isFinal: false }));
    const [refused] = await call.untilAnswers(50);
    call.cancel();

    expect(summaryOf(refused).outcome).to.match(/MaximumAppendSizeExceeded$/);
  });

  it('writes an append of very many small events that comes in pieces', async () => {
    const call = wire.batchAppend();
    const id = randomUUID();
    const events = Array.from({ length: 10_000 }, () => ({ data: Buffer.from('{}') }));
    call.send(batchChunk(id, { stream: 's', events, isFinal: false }));
    for (let piece = 1; piece < 4; piece += 1)
      call.send(batchChunk(id, { events, isFinal: piece === 3 }));
    const [answer] = await call.untilAnswers(1);
    call.halfClose();

    expect(summaryOf(answer).outcome).to.equal('success');
  });
});
