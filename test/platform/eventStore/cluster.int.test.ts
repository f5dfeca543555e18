import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { expect } from 'chai';
import { setTimeout as pause } from 'node:timers/promises';
import {
  connectEventStore,
  type EventStore,
  EventStoreAccessDenied,
  EventStoreUnavailable,
  OutcomeUnknown,
} from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { newEvent, newStream, takenAgain } from './clusterFixture.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';
import {
  type EventStoreCluster,
  startEventStoreCluster,
} from '../../support/servers/eventStoreCluster/startEventStoreCluster.js';

describe('A cluster of event stores', () => {
  describe('with no node reachable when the first append comes', () => {
    it('refuses it as not written, reads too, and takes appends as soon as nodes are back', async () => {
      cluster.down();
      const stream = newStream();
      const errors = await Promise.all([
        rejectionOf(append(stream)),
        rejectionOf(eventStore.read(stream)),
        rejectionOf(eventStore.headPosition()),
        rejectionOf(firstItem(eventStore)),
      ]);
      await cluster.up();
      const results = await takenAgain(appendToMany);

      expect(errors.map((error) => (error as Error).name)).to.deep.equal(
        errors.map(() => EventStoreUnavailable.name),
      );
      expect(results.every(({ revision }) => revision === 0)).to.equal(true);
      expect((await eventStore.read(stream)).revision).to.equal('no_stream');
    });
  });

  describe('that goes down under running clients', () => {
    it('is used again by all of them when it is back', async () => {
      await appendToMany();
      cluster.down();
      await refusedAsUnavailable();
      await cluster.up();
      const results = await takenAgain(appendToMany);

      expect(results).to.have.length(many);
    });

    it('refuses at once when the outage is long', async () => {
      await append(newStream());
      cluster.down();
      await refusedAsUnavailable();
      await pause(5_200);
      const looking = Array.from({ length: 8 }, () => rejectionOf(append(newStream())));
      await pause(50);
      const refusals = await Promise.race([
        Promise.all(Array.from({ length: 8 }, () => rejectionOf(append(newStream())))),
        Promise.all(looking).then(() => null),
      ]);

      expect(refusals).not.to.equal(null);
      expect(refusals?.every((error) => error instanceof EventStoreUnavailable)).to.equal(true);
      await Promise.all(looking);
    });
  });

  describe('during an election', () => {
    it('makes appends and reads wait for its end', async () => {
      const stream = newStream();
      await append(stream);
      cluster.electing();
      const ending = pause(1_000).then(() => cluster.elected(1));
      const [{ revision }, { events }] = await Promise.all([
        append(newStream()),
        eventStore.read(stream),
      ]);
      await ending;

      expect(revision).to.equal(0);
      expect(events).to.have.length(1);
    });

    it('refuses an append as not written when that takes too long', async () => {
      const stream = newStream();
      await append(newStream());
      cluster.electing();
      const error = await rejectionOf(append(stream));
      cluster.elected(2);

      expect(error).to.be.instanceOf(EventStoreUnavailable);
      expect((await takenAgain(() => append(stream))).revision).to.equal(0);
    });
  });

  describe('whose leader accepts everything and says nothing', () => {
    it('leaves the outcome open, and the identical append finds the next leader', async () => {
      const stream = newStream();
      const events = [newEvent()];
      const write = () => eventStore.append(stream, events, { expectedRevision: 'no_stream' });
      await appendToMany();
      const [leader] = cluster.nodes;
      if (leader !== undefined) leader.state.answers = 'silent';
      const error = await rejectionOf(write());
      cluster.elected(1);
      const { revision } = await takenAgain(write);

      expect(error).to.be.instanceOf(OutcomeUnknown);
      expect(revision).to.equal(0);
      expect((await eventStoreBehind.read(stream)).events).to.have.length(1);
    });
  });

  describe('without a quorum, which answers reads and no appends', () => {
    it('is asked by one append at a time after some in a row, the others are refused at once', async () => {
      await append(newStream());
      for (const { state } of cluster.nodes) state.answers = 'reads';
      const first = await Promise.all(
        Array.from({ length: 10 }, () => rejectionOf(append(newStream()))),
      );
      const later = Array.from({ length: 10 }, () => rejectionOf(append(newStream())));
      const refused = await Promise.race(later);
      const outcomes = await Promise.all(later);
      for (const { state } of cluster.nodes) state.answers = 'all';
      await takenAgain(() => append(newStream()));
      await appendToMany();

      expect(first.every((error) => error instanceof OutcomeUnknown)).to.equal(true);
      expect(refused).to.be.instanceOf(EventStoreUnavailable);
      expect(outcomes.filter((error) => error instanceof OutcomeUnknown)).to.have.length(1);
    });
  });

  describe('whose leader says nothing to a process that only reads', () => {
    it('is read again as soon as there is another one', async () => {
      await eventStore.headPosition();
      const [leader] = cluster.nodes;
      if (leader !== undefined) leader.state.answers = 'silent';
      const error = await rejectionOf(eventStore.headPosition());
      cluster.elected(1);
      await takenAgain(() => eventStore.headPosition());

      expect(error).to.be.instanceOf(EventStoreUnavailable);
    });
  });

  describe('whose leader falls silent while 200 appends are under way', () => {
    it('takes as many again as soon as there is another one', async () => {
      await appendToMany();
      const [leader] = cluster.nodes;
      if (leader !== undefined) leader.state.answers = 'silent';
      const wave = Array.from({ length: 200 }, () => rejectionOf(append(newStream())));
      const silentSince = performance.now();
      await Promise.all(wave);
      cluster.elected(1);
      await takenAgain(appendToMany);

      // 200 places are taken by appends without an answer; each would be free after 30 s by itself
      expect(performance.now() - silentSince).to.be.lessThan(29_000);
    });
  });

  describe('one of whose connections breaks', () => {
    for (const details of ['No connection established', 'Server Is Not Ready'])
      it(`leaves the outcome of what is under way on the others open (${details})`, async () => {
        const calls = noteAppendCalls();
        await appendToMany();
        const stream = newStream();
        const events = [newEvent()];
        const write = () => eventStore.append(stream, events, { expectedRevision: 'no_stream' });
        for (const { state } of cluster.nodes) state.answers = 'silent';
        const outcome = rejectionOf(write());
        await pause(300);
        calls.opened[0]?.emit('error', broken(details));
        calls.stop();
        const error = await outcome;
        for (const { state } of cluster.nodes) state.answers = 'all';

        expect(error).to.be.instanceOf(OutcomeUnknown);
        expect((await takenAgain(write)).revision).to.equal(0);
        expect((await eventStoreBehind.read(stream)).events).to.have.length(1);
      });
  });

  describe('that ends one stream of appends for want of a right', () => {
    it('leaves the outcome of appends on the others open', async () => {
      const calls = noteAppendCalls();
      await appendToMany();
      const stream = newStream();
      const events = [newEvent()];
      const write = () => eventStore.append(stream, events, { expectedRevision: 'no_stream' });
      for (const node of cluster.nodes) node.state.heldStreams = new Set([stream]);
      const outcome = rejectionOf(write());
      await pause(300);
      calls.opened[0]?.emit('error', denied());
      calls.stop();
      const error = await outcome;
      for (const node of cluster.nodes) node.letThrough();

      expect(error).to.be.instanceOf(OutcomeUnknown);
      expect((await takenAgain(write)).revision).to.equal(0);
      expect((await eventStoreBehind.read(stream)).events).to.have.length(1);
    });
  });

  describe('that refuses the account', () => {
    for (const access of ['denied', 'unauthenticated'] as const)
      it(`says so, and does not call it an outage (${access})`, async () => {
        for (const { state } of cluster.nodes) state.access = access;

        expect(await rejectionOf(eventStore.headPosition())).to.be.instanceOf(
          EventStoreAccessDenied,
        );
        expect(await rejectionOf(firstItem(eventStore))).to.be.instanceOf(EventStoreAccessDenied);
      });
  });

  const many = 32;
  const logger = createLogger({ name: 'test', level: 'silent' });
  let cluster: EventStoreCluster;
  let eventStore: EventStore;
  let eventStoreBehind: EventStore;

  beforeEach(async () => {
    cluster = await startEventStoreCluster();
    eventStore = connectEventStore(cluster.url, logger);
    eventStoreBehind = connectEventStore(cluster.storeUrl, logger);
  });

  afterEach(async () => {
    await Promise.all([eventStore.stop(), eventStoreBehind.stop()]);
    await cluster.stop();
  });

  const append = (stream: string) =>
    eventStore.append(stream, [newEvent()], { expectedRevision: 'no_stream' });

  /** What was under way when the connection broke has an open outcome; what comes later has not. */
  const refusedAsUnavailable = async (): Promise<void> => {
    for (let tries = 0; tries < 20; tries += 1)
      if ((await rejectionOf(append(newStream()))) instanceof EventStoreUnavailable) return;
    throw new Error('No append was refused as not written');
  };

  const appendToMany = () => Promise.all(Array.from({ length: many }, () => append(newStream())));
});

const firstItem = async (eventStore: EventStore): Promise<void> => {
  const { signal } = new AbortController();
  for await (const _ of eventStore.subscribeToAll({
    after: 'start',
    streamPrefixes: ['x'],
    signal,
  }))
    return;
};

/** What gRPC says of a call that found no connection, or no server that is ready. */
const broken = (details: string): Error =>
  Object.assign(new Error(`14 UNAVAILABLE: ${details}`), {
    code: 14,
    details,
    metadata: { getMap: () => ({}) },
  });

/** As a server ends a call whose account lacks a right. */
const denied = (): Error =>
  Object.assign(new Error('7 PERMISSION_DENIED: Access Denied'), {
    code: 7,
    details: 'Access Denied',
    metadata: { getMap: () => ({ exception: 'access-denied' }) },
  });

type Call = Readonly<{ emit: (event: 'error', error: Error) => void }>;

/** The calls that carry appends, as the clients open them. */
const noteAppendCalls = (): Readonly<{ opened: readonly Call[]; stop: () => void }> => {
  const { prototype } = streamsService.StreamsClient;
  const open = Reflect.get(prototype, 'batchAppend') as (...args: unknown[]) => Call;
  const opened: Call[] = [];
  Reflect.set(prototype, 'batchAppend', function (this: unknown, ...args: unknown[]) {
    const call = open.apply(this, args);
    opened.push(call);

    return call;
  });

  return { opened, stop: () => void Reflect.set(prototype, 'batchAppend', open) };
};
