import { randomUUID } from 'node:crypto';
import { connect, type Settings } from 'node:http2';
import { type EventData, EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { expect } from 'chai';
import {
  empty,
  gossip,
  GossipService,
  ServerFeaturesService,
} from '../../../embedded/eventStoreNode/grpc/wire.js';
import { eventStoreUrl } from '../../support/servers/sharedEventStore.js';
import { textOfUuid } from '../../support/clients/eventStoreMessages.js';
import { EventStoreWire } from '../../support/clients/eventStoreWire.js';
import {
  batch,
  binary,
  bothWays,
  failureOf,
  happened,
  readAllOf,
  several,
  uniqueStream,
  useClient,
} from './eventStoreFixture.js';

const LARGEST_APPEND = 1024 * 1024;
const { LEADER } = gossip.MemberInfo.VNodeState;

const bytes = (count: number): EventData => binary('B', Buffer.alloc(count, 7));

describe('event store contract: limits, deadlines, connections', () => {
  const client = useClient();

  for (const { call, by } of bothWays) {
    it(`accepts an append of nearly 1 MiB, by ${call}`, async () => {
      const stream = uniqueStream();
      await client().appendToStream(stream, bytes(LARGEST_APPEND - 1024), by);
      const [resolved] = await readAllOf(client(), stream);
      expect((resolved?.event?.data as Uint8Array).length).to.equal(LARGEST_APPEND - 1024);
    });

    it(`refuses more than 1 MiB and writes none of it, by ${call}`, async () => {
      for (const events of [
        [bytes(LARGEST_APPEND + 1)],
        [bytes(1), bytes(LARGEST_APPEND)],
        Array.from({ length: 20 }, () => bytes(100_000)),
        [bytes(10 * LARGEST_APPEND)],
      ]) {
        const stream = uniqueStream();
        const error = await failureOf(client().appendToStream(stream, events, by));
        expect(error.type).to.equal('maximum-append-size-exceeded');
        expect(error.maxAppendSize).to.equal(LARGEST_APPEND);
        const read = await failureOf(readAllOf(client(), stream));
        expect(read.type).to.equal('stream-not-found');
      }
    });
  }

  it('puts an append together from chunks of any size', async () => {
    const stream = uniqueStream();
    const options = { ...batch, batchAppendSize: 20_000, expectedRevision: NO_STREAM } as const;
    const interleaved = [stream, uniqueStream(), uniqueStream()].map((name) =>
      client().appendToStream(name, several(2000), options),
    );
    for (const { nextExpectedRevision } of await Promise.all(interleaved)) {
      expect(nextExpectedRevision).to.equal(1999n);
    }
    expect(await readAllOf(client(), stream)).to.have.length(2000);
  });

  it('answers a batch append whose deadline has passed, and writes nothing of it', async () => {
    const stream = uniqueStream();
    const options = { deadline: 1, batchAppendSize: 1000 };
    const error = await failureOf(client().appendToStream(stream, several(30_000), options));
    expect(error.type).to.equal('deadline-exceeded');
    const read = await failureOf(readAllOf(client(), stream));
    expect(read.type).to.equal('stream-not-found');
    await client().appendToStream(stream, happened());
  });

  it('refuses an event whose id is no UUID, or whose type is empty', async () => {
    for (const event of [
      { ...happened(), id: 'nonsense' },
      { ...happened(), id: '00000000-0000-0000-0000-000000000000' },
      { ...happened(), type: '' },
    ]) {
      for (const { by } of bothWays) {
        const error = await failureOf(client().appendToStream(uniqueStream(), event, by));
        expect(error.type).to.equal('unknown');
      }
    }
  });

  it('accepts ids in capitals and gives them back in small letters', async () => {
    const stream = uniqueStream();
    const id = randomUUID();
    await client().appendToStream(stream, happened(0, id.toUpperCase()));
    const [resolved] = await readAllOf(client(), stream);
    expect(resolved?.event?.id).to.equal(id);
  });

  it('is found by gossip, which names a leader that can be reached', async () => {
    const { host } = new URL((await eventStoreUrl()).replace(/^esdb(\+discover)?:/, 'http:'));
    const discovered = EventStoreDBClient.connectionString(`esdb+discover://${host}?tls=false`);
    const stream = uniqueStream();
    await discovered.appendToStream(stream, happened());
    expect(await readAllOf(discovered, stream)).to.have.length(1);
    await discovered.dispose();
  });

  it('describes itself in gossip as a leader that is alive, at the address that was asked', async () => {
    const wire = await EventStoreWire.connect();
    const { host } = new URL((await eventStoreUrl()).replace(/^esdb(\+discover)?:/, 'http:'));
    const members = (await wire.ask(GossipService.read, empty())).getMembersList();
    wire.close();
    const leader = members.find((member) => member.getState() === LEADER);
    const endPoint = leader?.getHttpEndPoint();
    expect(leader?.getIsAlive()).to.equal(true);
    expect(textOfUuid(leader?.getInstanceId())).to.match(/^[0-9a-f-]{36}$/);
    expect(`${endPoint?.getAddress() ?? ''}:${endPoint?.getPort() ?? 0}`).to.equal(host);
  });

  it('names its version and, in small letters, the methods that it serves', async () => {
    const wire = await EventStoreWire.connect();
    const answer = await wire.ask(ServerFeaturesService.getSupportedMethods, empty());
    wire.close();
    const featuresOf = (name: string): string[] | undefined =>
      answer
        .getMethodsList()
        .find((method) => `${method.getServiceName()}/${method.getMethodName()}` === name)
        ?.getFeaturesList();
    expect(answer.getEventStoreServerVersion()).to.match(/^\d+\.\d+\.\d+/);
    const streams = 'event_store.client.streams.streams';
    expect(featuresOf(`${streams}/read`)).to.include.members(['position', 'events']);
    expect(featuresOf(`${streams}/batchappend`)).to.include('deadline_duration');
    for (const method of ['append', 'delete', 'tombstone']) {
      expect(featuresOf(`${streams}/${method}`)).to.deep.equal([]);
    }
  });

  it('allows 100 calls at a time on one connection', async () => {
    const { host } = new URL((await eventStoreUrl()).replace(/^esdb(\+discover)?:/, 'http:'));
    const session = connect(`http://${host}`);
    const limit = await new Promise((resolve, reject) => {
      session.once('error', reject);
      session.once('remoteSettings', (settings: Settings) => {
        resolve(settings.maxConcurrentStreams);
      });
    });
    session.destroy();
    expect(limit).to.equal(100);
  });

  it('keeps events of one large append in one piece for every reader', async () => {
    const stream = uniqueStream();
    const event = jsonEvent({ type: 'Large', data: { text: 'ä'.repeat(100_000) } });
    await client().appendToStream(stream, [event, happened()]);
    const events = await readAllOf(client(), stream);
    expect(events[0]?.event?.data).to.deep.equal({ text: 'ä'.repeat(100_000) });
    expect(events).to.have.length(2);
  });
});
