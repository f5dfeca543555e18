import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import {
  connectEventStore,
  eventIdOf,
  type EventStore,
  EventStoreUnavailable,
  type NewEvent,
  OutcomeUnknown,
  storeId,
  type SubscriptionItem,
  WrongExpectedRevision,
} from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import {
  type ConnectedEventStore,
  startConnectedEventStore,
  startOwnEventStore,
} from '../../support/servers/ownEventStore.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';
import { startTcpProxy } from '../../support/servers/tcpProxy.js';

describe('Event store', () => {
  describe('append', () => {
    it('answers with revision and position of the last event', async () => {
      const stream = newStream();
      const events = [newEvent('First'), newEvent('Second')];
      const first = await eventStore.append(stream, events, { expectedRevision: 'no_stream' });
      const second = await eventStore.append(stream, [newEvent('Third')], { expectedRevision: 1 });

      expect(first.revision).to.equal(1);
      expect(second.revision).to.equal(2);
      expect(second.position > first.position).to.equal(true);
    });

    it('changes nothing when it is repeated with the same ids', async () => {
      const stream = newStream();
      const events = [newEvent('First')];
      const first = await eventStore.append(stream, events, { expectedRevision: 'no_stream' });
      const again = await eventStore.append(stream, events, { expectedRevision: 'no_stream' });

      expect(again).to.deep.equal(first);
      expect((await eventStore.read(stream)).events).to.have.length(1);
    });

    it('names the actual revision when somebody else was first', async () => {
      const stream = newStream();
      await eventStore.append(stream, [newEvent('First')], { expectedRevision: 'no_stream' });

      const late = await rejectionOf(
        eventStore.append(stream, [newEvent('Second')], { expectedRevision: 'no_stream' }),
      );
      const early = await rejectionOf(
        eventStore.append(newStream(), [newEvent('First')], { expectedRevision: 4 }),
      );

      expect(late).to.be.instanceOf(WrongExpectedRevision).and.to.include({ stream, actual: 0 });
      expect(early).to.be.instanceOf(WrongExpectedRevision).and.to.include({ actual: 'no_stream' });
    });

    it('says that nothing was written when nobody listens', async () => {
      const nobody = connectEventStore('esdb://127.0.0.1:1?tls=false', logger);
      const error = await rejectionOf(
        nobody.append(newStream(), [newEvent('First')], { expectedRevision: 'no_stream' }),
      );

      expect(error).to.be.instanceOf(EventStoreUnavailable);
      expect(await rejectionOf(nobody.ping())).to.be.instanceOf(EventStoreUnavailable);
      await nobody.stop();
    });

    it('leaves the outcome open when the answer is lost, and a repeat completes it', async () => {
      const proxy = await startTcpProxy(node.port);
      const shaky = connectEventStore(`esdb://127.0.0.1:${proxy.port}?tls=false`, logger);
      const stream = newStream();
      const warmUp = await shaky.append(stream, [newEvent('First')], {
        expectedRevision: 'no_stream',
      });
      const events = [newEvent('Second')];

      proxy.loseNextAnswer();
      const error = await rejectionOf(shaky.append(stream, events, { expectedRevision: 0 }));
      const settled = await shaky.append(stream, events, { expectedRevision: 0 });

      expect(warmUp.revision).to.equal(0);
      expect(error).to.be.instanceOf(OutcomeUnknown);
      expect(settled.revision).to.equal(1);
      expect((await eventStore.read(stream)).events).to.have.length(2);
      await shaky.stop();
      await proxy.stop();
    });

    it('takes more at once than may be under way, and keeps their order', async () => {
      const streams = Array.from({ length: 200 }, newStream);
      const results = await Promise.all(
        streams.map((stream) =>
          eventStore.append(stream, [newEvent('First')], { expectedRevision: 'no_stream' }),
        ),
      );

      const positions = results.map(({ position }) => position);

      expect(results.every(({ revision }) => revision === 0)).to.equal(true);
      expect(positions).to.deep.equal([...positions].sort((a, b) => Number(a - b)));
    });
  });

  describe('append, while others are under way', () => {
    it('completes all that is under way when the store ends, and lives on', async () => {
      const short = await startOwnEventStore();
      const client = connectEventStore(short.url, logger);
      await client.ping();
      const appends = Array.from({ length: 300 }, () =>
        client.append(newStream(), [newEvent('First')], { expectedRevision: 'no_stream' }),
      );
      await Promise.race(appends);
      await short.stop();
      const outcomes = await Promise.allSettled(appends);
      const errors = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
      );

      expect(errors.every(isUnsettled)).to.equal(true);
      await client.stop();
    });

    it('is not lost with a call that breaks, and opens another', async () => {
      const short = await startOwnEventStore();
      const client = connectEventStore(short.url, logger);
      const { calls, stop } = noteAppendCalls();
      const unhandled: unknown[] = [];
      const note = (error: unknown) => unhandled.push(error);
      process.on('unhandledRejection', note);
      const append = () =>
        client.append(newStream(), [newEvent('First')], { expectedRevision: 'no_stream' });
      await append();
      const late = Array.from({ length: 64 }, append);
      await new Promise((resolve) => setImmediate(resolve));
      calls[0]?.cancel();
      const outcomes = await Promise.allSettled(late);
      const errors = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
      );
      await append();
      stop();
      process.off('unhandledRejection', note);

      expect(calls).to.have.length(2);
      expect(errors).not.to.deep.equal([]);
      expect(errors.every((error) => error instanceof OutcomeUnknown)).to.equal(true);
      expect(unhandled).to.deep.equal([]);
      await client.stop();
      await short.stop();
    });
  });

  describe('read', () => {
    it('gives the events as they were written', async () => {
      const stream = newStream();
      const event = newEvent('First');
      const { position } = await eventStore.append(stream, [event], {
        expectedRevision: 'no_stream',
      });
      const { events, revision } = await eventStore.read(stream);

      expect(revision).to.equal(0);
      expect(events).to.have.length(1);
      const [{ recordedAt, ...stored } = { recordedAt: '' }] = events;
      expect(stored).to.deep.equal({ ...event, stream, revision: 0, position });
      expect(new Date(recordedAt).toISOString()).to.equal(recordedAt);
    });

    it('begins and ends where it is told', async () => {
      const stream = newStream();
      const events = ['A', 'B', 'C', 'D'].map((type) => newEvent(type));
      await eventStore.append(stream, events, { expectedRevision: 'no_stream' });
      const middle = await eventStore.read(stream, { from: 1, maxCount: 2 });
      const beyond = await eventStore.read(stream, { from: 4 });

      expect(middle.events.map(({ type }) => type)).to.deep.equal(['B', 'C']);
      expect(middle.revision).to.equal(2);
      expect(beyond).to.deep.equal({ events: [], revision: 3 });
    });

    it('finds nothing in a stream that does not exist', async () => {
      expect(await eventStore.read(newStream())).to.deep.equal({
        events: [],
        revision: 'no_stream',
      });
    });

    it('finds nothing thousands of times, and the connection lives on', async () => {
      const readMissing = async (): Promise<unknown[]> => {
        const revisions = [];
        for (let time = 0; time < 30; time += 1)
          revisions.push((await eventStore.read(newStream())).revision);

        return revisions;
      };
      const found = await Promise.all(Array.from({ length: 100 }, readMissing));

      expect(new Set(found.flat())).to.deep.equal(new Set(['no_stream']));
    });
  });

  describe('subscription to $all', () => {
    it('delivers matching streams in order, says when it has caught up, and goes on', async () => {
      const prefix = `${randomUUID()}-`;
      const after = await eventStore.headPosition();
      await appendTo(`${prefix}a`, 'no_stream');
      await appendTo(newStream(), 'no_stream');
      await appendTo(`${prefix}b`, 'no_stream');
      const ending = new AbortController();
      const kinds: string[] = [];

      for await (const item of subscribe(after, prefix, ending.signal)) {
        kinds.push(item.kind === 'event' ? item.event.stream : item.kind);
        if (item.kind === 'caughtUp') await appendTo(`${prefix}a`, 0);
        if (kinds.filter((kind) => kind.startsWith(prefix)).length === 3) ending.abort();
      }

      expect(kinds.filter((kind) => kind !== 'checkpoint')).to.deep.equal([
        `${prefix}a`,
        `${prefix}b`,
        'caughtUp',
        `${prefix}a`,
      ]);
    });

    it('gives the position of events that were left out, to begin after them next time', async () => {
      const after = await eventStore.headPosition();
      const events = Array.from({ length: 1_200 }, () => newEvent('LeftOut'));
      await eventStore.append(newStream(), events, { expectedRevision: 'no_stream' });
      const head = await eventStore.headPosition();
      const ending = new AbortController();
      const items: SubscriptionItem[] = [];

      for await (const item of subscribe(after, 'nobody-', ending.signal)) {
        if (item.kind === 'caughtUp') ending.abort();
        else items.push(item);
      }
      const last = items.at(-1);

      expect(items.map(({ kind }) => kind))
        .to.include('checkpoint')
        .and.not.include('event');
      expect(last?.kind === 'checkpoint' ? last.position : null).to.satisfy(
        (position: bigint) => position > after && position <= head,
      );
    });

    it('holds back while its consumer works', async () => {
      const prefix = `${randomUUID()}-`;
      const after = await eventStore.headPosition();
      const events = Array.from({ length: 3000 }, () => newEvent('Many'));
      await eventStore.append(`${prefix}a`, events, { expectedRevision: 'no_stream' });
      const ending = new AbortController();
      let count = 0;

      for await (const item of subscribe(after, prefix, ending.signal)) {
        if (item.kind !== 'event') continue;
        expect(item.event.revision).to.equal(count);
        count += 1;
        if (count % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
        if (count === 3000) ending.abort();
      }

      expect(count).to.equal(3000);
    });

    it('ends or throws when the server goes, and does not hang', async () => {
      const other = await startOwnEventStore();
      const leaving = connectEventStore(other.url, logger);
      const ending = new AbortController();
      const items = leaving.subscribeToAll({
        after: 'start',
        streamPrefixes: ['x-'],
        signal: ending.signal,
      });
      let isOver = false;
      try {
        for await (const item of items) if (item.kind === 'caughtUp') void other.stop();
        isOver = true;
      } catch (error) {
        isOver = error instanceof EventStoreUnavailable;
      }

      expect(isOver).to.equal(true);
      await leaving.stop();
    });
  });

  it('names the last records of all streams, newest first', async () => {
    const [one, two] = [newStream(), newStream()];
    const first = await appendTo(one, 'no_stream');
    const second = await appendTo(two, 'no_stream');

    const tail = await eventStore.readTail(2);
    expect(tail.map(({ stream, position }) => ({ stream, position }))).to.deep.equal([
      { stream: two, position: second.position },
      { stream: one, position: first.position },
    ]);
    expect(await eventStore.headPosition()).to.equal(second.position);
  });

  it('names those before a position, each with its type and revision', async () => {
    const stream = newStream();
    const first = await appendTo(stream, 'no_stream');
    const second = await appendTo(stream, 0);

    const [found] = await eventStore.readTail(1, second.position);
    expect(found).to.include({ stream, revision: 0, position: first.position });
    expect(found?.type).to.be.a('string').that.is.not.equal('');
  });

  it('reads a stream backwards, from its end or a revision', async () => {
    const stream = newStream();
    await appendTo(stream, 'no_stream');
    await appendTo(stream, 0);
    await appendTo(stream, 1);
    const revisions = async (options: Readonly<{ from?: number; maxCount: number }>) =>
      (await eventStore.readBackwards(stream, options)).map(({ revision }) => revision);

    expect(await revisions({ maxCount: 2 })).to.deep.equal([2, 1]);
    expect(await revisions({ from: 1, maxCount: 5 })).to.deep.equal([1, 0]);
    expect(await revisions({ from: 99, maxCount: 2 })).to.deep.equal([2, 1]);
    expect(await eventStore.readBackwards(newStream(), { maxCount: 2 })).to.deep.equal([]);
  });

  it('has one id, whoever asks first', async () => {
    const ids = await Promise.all([storeId(eventStore), storeId(eventStore), storeId(eventStore)]);

    expect(new Set(ids)).to.have.length(1);
    expect(await storeId(eventStore)).to.equal(ids[0]);
  });

  it('derives ids from stream, command and ordinal', () => {
    expect(eventIdOf('a', 'c', 0)).to.equal(eventIdOf('a', 'c', 0));
    const ids = [eventIdOf('a', 'c', 0), eventIdOf('a', 'c', 1), eventIdOf('b', 'c', 0)];
    expect(new Set(ids)).to.have.length(3);
  });

  const logger = createLogger({ name: 'test', level: 'silent' });
  let node: ConnectedEventStore;
  let eventStore: EventStore;

  before(async () => {
    node = await startConnectedEventStore();
    ({ eventStore } = node);
  });

  after(() => node.stop());

  const appendTo = (stream: string, expectedRevision: number | 'no_stream') =>
    eventStore.append(stream, [newEvent('Noted')], { expectedRevision });

  const subscribe = (after: bigint, prefix: string, signal: AbortSignal) =>
    eventStore.subscribeToAll({ after, streamPrefixes: [prefix], signal });
});

const isUnsettled = (error: unknown): boolean =>
  error instanceof OutcomeUnknown || error instanceof EventStoreUnavailable;

/** The calls that carry appends, as the clients open them. */
const noteAppendCalls = () => {
  const { prototype } = streamsService.StreamsClient;
  const open = Reflect.get(prototype, 'makeBidiStreamRequest') as (
    path: string,
    ...args: unknown[]
  ) => ClientCall;
  const calls: ClientCall[] = [];
  Reflect.set(
    prototype,
    'makeBidiStreamRequest',
    function (this: unknown, path: string, ...args: unknown[]) {
      const call = open.call(this, path, ...args);
      calls.push(call);

      return call;
    },
  );

  return { calls, stop: () => Reflect.deleteProperty(prototype, 'makeBidiStreamRequest') };
};

type ClientCall = Readonly<{ cancel: () => void }>;

const newStream = (): string => `test-${randomUUID()}`;

const newEvent = (type: string): NewEvent => ({
  id: randomUUID(),
  type,
  data: { text: 'żółć', count: 1, none: null },
  metadata: {
    $correlationId: 'correlation',
    $causationId: 'cause',
    commandId: 'command',
    userId: null,
    requestId: 'request',
    traceparent: null,
    schemaVersion: 1,
  },
});
