import { connect } from 'node:tls';
import {
  EventStoreDBClient,
  jsonEvent,
  persistentSubscriptionToAllSettingsFromDefaults,
  persistentSubscriptionToStreamSettingsFromDefaults,
} from '@eventstore/db-client';
import { type MethodDefinition, status } from '@grpc/grpc-js';
import { expect } from 'chai';
import {
  empty,
  GossipService,
  ServerFeaturesService,
} from '../../../embedded/eventStoreNode/grpc/wire.js';
import {
  type EventStoreNode,
  startEventStoreNode,
} from '../../../embedded/eventStoreNode/index.js';
import {
  binary,
  bothWays,
  failureOf,
  happened,
  readAllOf,
} from '../../ports/eventStore/eventStoreFixture.js';
import { EventStoreWire, statusOf } from '../../support/clients/eventStoreWire.js';
import { useFolders } from './nodeFixture.js';

const MIB = 1024 * 1024;
const toStream = persistentSubscriptionToStreamSettingsFromDefaults();
const toAll = persistentSubscriptionToAllSettingsFromDefaults();

/** What the node is beside the contract that it shares with every EventStoreDB. */
describe('event store node, what it is and what it is not', () => {
  const newFolder = useFolders();
  let node: EventStoreNode;
  let client: EventStoreDBClient;
  let wire: EventStoreWire;
  beforeEach(async () => {
    node = await startEventStoreNode({ dir: await newFolder(), port: 0 });
    client = EventStoreDBClient.connectionString(node.url);
    wire = await EventStoreWire.connect(node.url);
  });
  afterEach(async () => {
    wire.close();
    await client.dispose();
    await node.stop();
  });

  describe('answers UNIMPLEMENTED', () => {
    const subscribing = (): Promise<unknown> =>
      new Promise((_, reject) => {
        client.subscribeToPersistentSubscriptionToStream('s', 'g').on('error', reject);
      });
    const calls: Record<string, () => Promise<unknown>> = {
      'to a persistent subscription that is to be made': () =>
        client.createPersistentSubscriptionToStream('s', 'g', toStream),
      'to one that is to be changed': () =>
        client.updatePersistentSubscriptionToStream('s', 'g', toStream),
      'to one that is to be deleted': () => client.deletePersistentSubscriptionToStream('s', 'g'),
      'to one that is to be read': subscribing,
      'to a projection that is to be made': () => client.createProjection('p', 'fromAll()'),
      'to projections that are to be listed': () => client.listProjections(),
      'to a projection’s result': () => client.getProjectionResult('p'),
    };
    for (const [what, call] of Object.entries(calls)) {
      it(`${what}, and lives on`, async () => {
        expect((await failureOf(call())).message).to.match(/^12 UNIMPLEMENTED/);
        await client.appendToStream('s', happened());
      });
    }

    it('to users, operations, monitoring and a cluster’s elections', async () => {
      for (const path of [
        '/event_store.client.users.Users/Create',
        '/event_store.client.users.Users/Details',
        '/event_store.client.operations.Operations/Shutdown',
        '/event_store.client.monitoring.Monitoring/Stats',
        '/event_store.cluster.Elections/ViewChange',
        '/event_store.client.persistent_subscriptions.PersistentSubscriptions/List',
      ]) {
        const method = { ...ServerFeaturesService.getSupportedMethods, path };
        const { code } = await statusOf(
          wire.ask(method as MethodDefinition<unknown, unknown>, empty()),
        );
        expect(code, path).to.equal(status.UNIMPLEMENTED);
      }
    });
  });

  it('says the same where clients ask about persistent subscriptions in other ways', async () => {
    const notOffered = [
      () => client.createPersistentSubscriptionToAll('g', toAll),
      () => client.deletePersistentSubscriptionToAll('g'),
    ];
    for (const call of notOffered) expect((await failureOf(call())).type).to.equal('unsupported');
    const overHttp = [
      () => client.getPersistentSubscriptionToStreamInfo('s', 'g'),
      () => client.listPersistentSubscriptionsToStream('s'),
      () => client.listAllPersistentSubscriptions(),
      () => client.replayParkedMessagesToStream('s', 'g'),
      () => client.restartPersistentSubscriptionSubsystem(),
    ];
    for (const call of overHttp) {
      expect((await failureOf(call())).message).to.equal('Not Implemented');
    }
  });

  it('speaks no TLS, and lives on when somebody tries', async () => {
    const socket = connect({ host: '127.0.0.1', port: node.port, rejectUnauthorized: false });
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve));
    expect(error.message).to.match(/wrong version number|disconnected|reset/);
    await client.appendToStream('s', happened());
  });

  it('gossips as the leader of a cluster of one, at its own address', async () => {
    const members = (await wire.ask(GossipService.read, empty())).getMembersList();
    expect(members.map((member) => member.getHttpEndPoint()?.toObject())).to.deep.equal([
      { address: '127.0.0.1', port: node.port },
    ]);
  });

  it('gossips the address that it is told to advertise', async () => {
    const advertise = { host: 'events.example', port: 2113 };
    const other = await startEventStoreNode({ dir: await newFolder(), port: 0, advertise });
    const otherWire = await EventStoreWire.connect(other.url);
    const members = (await otherWire.ask(GossipService.read, empty())).getMembersList();
    otherWire.close();
    await other.stop();
    expect(members.map((member) => member.getHttpEndPoint()?.toObject())).to.deep.equal([
      { address: 'events.example', port: 2113 },
    ]);
  });

  it('counts data alone towards the size of an append, as its version does', async () => {
    const event = jsonEvent({ type: 'T', data: {}, metadata: { text: 'x'.repeat(MIB) } });
    await client.appendToStream('s', event);
    expect(await readAllOf(client, 's')).to.have.length(1);
  });

  for (const { call, by } of bothWays) {
    it(`accepts exactly 1 MiB, and not a byte more, by ${call}`, async () => {
      const bytes = (data: number): ReturnType<typeof binary> =>
        binary('Größe', Buffer.alloc(data), Buffer.alloc(100));
      const error = await failureOf(client.appendToStream('s', bytes(MIB + 1), by));
      expect(error.type).to.equal('maximum-append-size-exceeded');
      await client.appendToStream('s', bytes(MIB), by);
      expect(await readAllOf(client, 's')).to.have.length(1);
    });
  }
});
