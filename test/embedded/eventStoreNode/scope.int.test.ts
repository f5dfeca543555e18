import { connect } from 'node:tls';
import {
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
import { startEventStoreNode } from '../../../embedded/eventStoreNode/index.js';
import {
  binary,
  bothWays,
  failureOf,
  happened,
  readAllOf,
} from '../../ports/eventStore/eventStoreFixture.js';
import { EventStoreWire, statusOf } from '../../support/clients/eventStoreWire.js';
import { useFolders, useNode } from './nodeFixture.js';

const MIB = 1024 * 1024;
const toStream = persistentSubscriptionToStreamSettingsFromDefaults();
const toAll = persistentSubscriptionToAllSettingsFromDefaults();

/** What the node is beside the contract that it shares with every EventStoreDB. */
describe('event store node, what it is and what it is not', () => {
  const newFolder = useFolders();
  const own = useNode();

  describe('answers UNIMPLEMENTED', () => {
    const subscribing = (): Promise<unknown> =>
      new Promise((_, reject) => {
        own.client.subscribeToPersistentSubscriptionToStream('s', 'g').on('error', reject);
      });
    const calls: Record<string, () => Promise<unknown>> = {
      'to a persistent subscription that is to be made': () =>
        own.client.createPersistentSubscriptionToStream('s', 'g', toStream),
      'to one that is to be changed': () =>
        own.client.updatePersistentSubscriptionToStream('s', 'g', toStream),
      'to one that is to be deleted': () =>
        own.client.deletePersistentSubscriptionToStream('s', 'g'),
      'to one that is to be read': subscribing,
      'to a projection that is to be made': () => own.client.createProjection('p', 'fromAll()'),
      'to projections that are to be listed': () => own.client.listProjections(),
      'to a projection’s result': () => own.client.getProjectionResult('p'),
    };
    for (const [what, call] of Object.entries(calls)) {
      it(`${what}, and lives on`, async () => {
        expect((await failureOf(call())).message).to.match(/^12 UNIMPLEMENTED/);
        await own.client.appendToStream('s', happened());
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
          own.wire.ask(method as MethodDefinition<unknown, unknown>, empty()),
        );
        expect(code, path).to.equal(status.UNIMPLEMENTED);
      }
    });
  });

  it('says the same where clients ask about persistent subscriptions in other ways', async () => {
    const notOffered = [
      () => own.client.createPersistentSubscriptionToAll('g', toAll),
      () => own.client.deletePersistentSubscriptionToAll('g'),
    ];
    for (const call of notOffered) expect((await failureOf(call())).type).to.equal('unsupported');
    const overHttp = [
      () => own.client.getPersistentSubscriptionToStreamInfo('s', 'g'),
      () => own.client.listPersistentSubscriptionsToStream('s'),
      () => own.client.listAllPersistentSubscriptions(),
      () => own.client.replayParkedMessagesToStream('s', 'g'),
      () => own.client.restartPersistentSubscriptionSubsystem(),
    ];
    for (const call of overHttp) {
      expect((await failureOf(call())).message).to.equal('Not Implemented');
    }
  });

  it('speaks no TLS, and lives on when somebody tries', async () => {
    const socket = connect({ host: '127.0.0.1', port: own.node.port, rejectUnauthorized: false });
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve));
    expect(error.message).to.match(/wrong version number|disconnected|reset/);
    await own.client.appendToStream('s', happened());
  });

  it('gossips as the leader of a cluster of one, at its own address', async () => {
    const members = (await own.wire.ask(GossipService.read, empty())).getMembersList();
    expect(members.map((member) => member.getHttpEndPoint()?.toObject())).to.deep.equal([
      { address: '127.0.0.1', port: own.node.port },
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
    await own.client.appendToStream('s', event);
    expect(await readAllOf(own.client, 's')).to.have.length(1);
  });

  for (const { call, by } of bothWays) {
    it(`accepts exactly 1 MiB, and not a byte more, by ${call}`, async () => {
      const bytes = (data: number): ReturnType<typeof binary> =>
        binary('Größe', Buffer.alloc(data), Buffer.alloc(100));
      const error = await failureOf(own.client.appendToStream('s', bytes(MIB + 1), by));
      expect(error.type).to.equal('maximum-append-size-exceeded');
      await own.client.appendToStream('s', bytes(MIB), by);
      expect(await readAllOf(own.client, 's')).to.have.length(1);
    });
  }
});
