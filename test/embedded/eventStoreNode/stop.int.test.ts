import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import { expect } from 'chai';
import {
  type EventStoreNode,
  startEventStoreNode,
} from '../../../embedded/eventStoreNode/index.js';
import {
  failureOf,
  happened,
  pause,
  readAllOf,
  Recording,
  several,
} from '../../ports/eventStore/eventStoreFixture.js';
import { appendOptions, batchChunk } from '../../support/clients/eventStoreMessages.js';
import { EventStoreWire, statusOf } from '../../support/clients/eventStoreWire.js';
import { useFolders } from './nodeFixture.js';

describe('event store node, stopped and started', () => {
  const newFolder = useFolders();
  let dir: string;
  let node: EventStoreNode;
  let client: EventStoreDBClient;
  beforeEach(async () => {
    dir = await newFolder();
    node = await startEventStoreNode({ dir, port: 0 });
    client = EventStoreDBClient.connectionString(node.url);
  });
  afterEach(async () => {
    await client.dispose();
    await node.stop();
  });
  const restart = async (): Promise<void> => {
    await node.stop();
    node = await startEventStoreNode({ dir, port: node.port });
  };

  it('ends subscriptions with UNAVAILABLE, at which every client subscribes again', async () => {
    const toStream = new Recording().of(client.subscribeToStream('s'));
    const toAll = new Recording().of(client.subscribeToAll());
    await toStream.untilCaughtUp();
    await toAll.untilCaughtUp();
    await node.stop();
    for (const recording of [toStream, toAll]) {
      await recording.until(() => recording.error !== null, 'the error');
      expect(recording.error?.type).to.equal('unavailable');
    }
  });

  it('ends a call of batch appends with UNAVAILABLE, whole or not, and answers none by it', async () => {
    const wire = await EventStoreWire.connect(node.url);
    const call = wire.batchAppend();
    call.send(batchChunk(randomUUID(), { stream: 's' }));
    call.send(batchChunk(randomUUID(), { stream: 's', isFinal: false }));
    await call.untilAnswers(1);
    const failure = statusOf(call.untilEnd());
    await node.stop();
    expect((await failure).code).to.equal(status.UNAVAILABLE);
    expect(call.answers).to.have.length(1);
    wire.close();
  });

  it('ends an append that has not arrived whole with UNAVAILABLE', async () => {
    const wire = await EventStoreWire.connect(node.url);
    const failure = statusOf(wire.append([appendOptions('s')], { halfClose: false }));
    await client.appendToStream('warm', happened());
    await pause(20);
    await node.stop();
    expect((await failure).code).to.equal(status.UNAVAILABLE);
    wire.close();
  });

  it('ends batch appends that have not arrived whole with UNAVAILABLE, and writes nothing of them', async () => {
    await client.appendToStream('warm', happened());
    const endless = client.appendToStream('s', several(20_000), { batchAppendSize: 300 });
    const failure = failureOf(endless);
    await pause(20);
    await node.stop();
    expect((await failure).type).to.be.oneOf(['cancelled', 'unavailable']);
    node = await startEventStoreNode({ dir, port: node.port });
    expect((await failureOf(readAllOf(client, 's'))).type).to.be.oneOf([
      'cancelled',
      'unavailable',
      'stream-not-found',
    ]);
    expect((await failureOf(readAllOf(client, 's'))).type).to.equal('stream-not-found');
  });

  it('drops the connection of a classic append that is not finished', async () => {
    const credentials = { username: 'admin', password: 'changeit' };
    const failure = failureOf(client.appendToStream('s', several(30_000), { credentials }));
    await pause(100);
    await node.stop();
    expect((await failure).type).to.equal('unavailable');
  });

  it('is found again by the next call of the same client, with everything it had', async () => {
    const write = several(3);
    const original = await client.appendToStream('s', write, { expectedRevision: NO_STREAM });
    await client.setStreamMetadata('s', { maxCount: 2 });
    await client.appendToStream('gone', happened());
    await client.tombstoneStream('gone');
    const subscription = new Recording().of(client.subscribeToStream('s'));
    await subscription.untilCaughtUp();
    await restart();
    await subscription.until(() => subscription.error !== null, 'the error');
    await failureOf(client.appendToStream('s', happened())).catch(() => undefined);
    const repeated = await client.appendToStream('s', write, { expectedRevision: NO_STREAM });
    expect(repeated).to.deep.equal(original);
    expect((await failureOf(readAllOf(client, 'gone'))).type).to.equal('stream-deleted');
    expect((await client.getStreamMetadata('s')).metadata).to.deep.equal({ maxCount: 2 });
  });

  it('forgets which ids it saw when any revision is expected: that memory is not on disk', async () => {
    const write = several(1);
    await client.appendToStream('s', write);
    await restart();
    await client.dispose();
    client = EventStoreDBClient.connectionString(node.url);
    const result = await client.appendToStream('s', write);
    expect(result.nextExpectedRevision).to.equal(1n);
  });

  it('refuses a second node on its folder', async () => {
    const error = await failureOf(startEventStoreNode({ dir, port: 0 }));
    expect(error.name).to.equal('DirectoryInUse');
    expect(error.message).to.include(dir);
  });

  it('gives the folder free when its port is taken', async () => {
    const other = await newFolder();
    const error = await failureOf(startEventStoreNode({ dir: other, port: node.port }));
    expect(error.message).to.include('EADDRINUSE');
    const second = await startEventStoreNode({ dir: other, port: 0 });
    await second.stop();
  });

  it('shows what a refusal speaks of to a read that follows it', async () => {
    await client.appendToStream('warm', happened());
    const first = client.appendToStream('s', several(4));
    const options = { expectedRevision: NO_STREAM } as const;
    const error = await failureOf(client.appendToStream('s', happened(), options));
    const seen = await readAllOf(client, 's');
    await first;
    expect(error.actualVersion).to.equal(3n);
    expect(seen).to.have.length(4);
  });
});
