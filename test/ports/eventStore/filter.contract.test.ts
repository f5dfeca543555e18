import { randomUUID } from 'node:crypto';
import {
  END,
  eventTypeFilter,
  excludeSystemEvents,
  jsonEvent,
  type Position,
  streamNameFilter,
  type SubscribeToAllOptions,
} from '@eventstore/db-client';
import { expect } from 'chai';
import {
  happened,
  lastPosition,
  pause,
  Recording,
  several,
  uniqueStream,
  useClient,
} from './eventStoreFixture.js';

type Filter = NonNullable<SubscribeToAllOptions['filter']>;

describe('event store contract: filters and checkpoints', () => {
  const client = useClient();
  const open: Recording[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((recording) => recording.stop()));
  });

  const subscribe = (
    fromPosition: Position | typeof END,
    filter: (recording: Recording) => Filter,
  ): Recording => {
    const recording = new Recording();
    open.push(recording);

    return recording.of(client().subscribeToAll({ fromPosition, filter: filter(recording) }));
  };

  const marked = (mark: string, count: number): Promise<unknown> =>
    client().appendToStream(`${mark}-${randomUUID()}`, several(count));

  it('delivers the streams whose names begin with one of the prefixes, then and later', async () => {
    const from = await lastPosition(client());
    const [a, b, c] = [randomUUID(), randomUUID(), randomUUID()];
    await marked(a, 3);
    await marked(c, 3);
    await marked(b, 2);
    const recording = subscribe(from, () => streamNameFilter({ prefixes: [a, b] }));
    await recording.untilCaughtUp();
    await marked(c, 1);
    await marked(b, 1);
    await recording.untilEvents(6);
    await pause(30);
    const names = recording.events.map(({ event }) => event?.streamId.slice(0, 36));
    expect(names).to.deep.equal([a, a, a, b, b, b]);
  });

  it('delivers the streams, or the types, that a regular expression matches', async () => {
    const from = await lastPosition(client());
    const mark = randomUUID();
    const type = `T${mark}`;
    await client().appendToStream(`${mark}-1`, jsonEvent({ type, data: {} }));
    await client().appendToStream(uniqueStream(), jsonEvent({ type: `${type}b`, data: {} }));
    await client().appendToStream(`${mark}-2`, happened());
    const byName = subscribe(from, () => streamNameFilter({ regex: `^${mark}-[12]$` }));
    const byType = subscribe(from, () => eventTypeFilter({ regex: `^${type}b?$` }));
    const byPrefix = subscribe(from, () => eventTypeFilter({ prefixes: [`${type}b`] }));
    for (const recording of [byName, byType, byPrefix]) await recording.untilCaughtUp();
    expect(byName.events.map(({ event }) => event?.type)).to.deep.equal([type, 'Happened']);
    expect(byType.events.map(({ event }) => event?.type)).to.deep.equal([type, `${type}b`]);
    expect(byPrefix.events.map(({ event }) => event?.type)).to.deep.equal([`${type}b`]);
  });

  it('can leave out what belongs to the system', async () => {
    const from = await lastPosition(client());
    const stream = uniqueStream();
    await client().setStreamMetadata(stream, { maxCount: 3 });
    await client().appendToStream(stream, happened());
    const recording = subscribe(from, () => excludeSystemEvents());
    await recording.untilCaughtUp();
    expect(recording.events.map(({ event }) => event?.streamId)).to.deep.equal([stream]);
  });

  it('refuses a regular expression that cannot be compiled, and goes on serving', async () => {
    const recording = subscribe(END, () => streamNameFilter({ regex: '(' }));
    await recording.until(() => recording.error !== null, 'the error');
    await client().appendToStream(uniqueStream(), happened());
  });

  it('reports how far it has looked while it catches up and finds nothing', async () => {
    const from = await lastPosition(client());
    await client().appendToStream(uniqueStream(), several(384));
    const recording = subscribe(from, ({ checkpointReached }) =>
      streamNameFilter({ prefixes: [randomUUID()], checkpointInterval: 2, checkpointReached }),
    );
    await recording.untilCaughtUp();
    expect(recording.checkpoints.length).to.be.within(6, 7);
    const positions = recording.checkpoints.map(({ commit }) => Number(commit));
    expect(positions).to.deep.equal([...new Set(positions)].sort((a, b) => a - b));
    // where a page begins has no prepare position
    for (const { commit, prepare } of recording.checkpoints) {
      expect(prepare).to.be.oneOf([0n, commit]);
    }
    expect(recording.log.at(-1)).to.equal('caughtUp');
  });

  it('counts the events that no reader of $all sees, and delivers none of them', async () => {
    const from = await lastPosition(client());
    const group = randomUUID();
    const hidden = `$persistentsubscription-$all::${group}-checkpoint`;
    await client().appendToStream(hidden, several(384));
    // The tests behind this one begin at the last event that they see.
    await client().appendToStream(uniqueStream(), happened());
    const recording = subscribe(from, ({ checkpointReached }) =>
      streamNameFilter({
        prefixes: ['$persistentsubscription-$all::'],
        checkpointInterval: 2,
        checkpointReached,
      }),
    );
    await recording.untilCaughtUp();
    expect(recording.checkpoints.length).to.be.within(6, 7);
    expect(recording.events).to.deep.equal([]);
  });

  it('checkpoints less often with a wider interval or a wider window', async () => {
    const from = await lastPosition(client());
    await client().appendToStream(uniqueStream(), several(384));
    const prefixes = [randomUUID()];
    const rare = subscribe(from, ({ checkpointReached }) =>
      streamNameFilter({ prefixes, checkpointInterval: 6, checkpointReached }),
    );
    const wide = subscribe(from, ({ checkpointReached }) =>
      streamNameFilter({
        prefixes,
        maxSearchWindow: 128,
        checkpointInterval: 1,
        checkpointReached,
      }),
    );
    await rare.untilCaughtUp();
    await wide.untilCaughtUp();
    expect(rare.checkpoints.length).to.be.within(2, 3);
    expect(wide.checkpoints.length).to.be.within(3, 4);
  });

  it('can be resumed from any of its checkpoints without losing an event', async () => {
    const from = await lastPosition(client());
    const mark = randomUUID();
    for (let i = 0; i < 10; i += 1) {
      await marked(mark, 3);
      await client().appendToStream(uniqueStream(), several(40));
    }
    const first = subscribe(from, ({ checkpointReached }) =>
      streamNameFilter({ prefixes: [mark], checkpointInterval: 1, checkpointReached }),
    );
    await first.untilCaughtUp();
    const positions = first.events.map(({ event }) => event?.position?.commit ?? 0n);
    expect(positions).to.have.length(30);
    for (const checkpoint of first.checkpoints) {
      const again = subscribe(checkpoint, () => streamNameFilter({ prefixes: [mark] }));
      await again.untilCaughtUp();
      const rest = again.events.map(({ event }) => event?.position?.commit ?? 0n);
      expect(rest).to.deep.equal(positions.filter((position) => position > checkpoint.commit));
      await again.stop();
    }
  });

  it('never reports a position beyond an event that it has yet to deliver', async () => {
    const from = await lastPosition(client());
    const mark = randomUUID();
    for (let i = 0; i < 5; i += 1) {
      await client().appendToStream(uniqueStream(), several(70));
      await marked(mark, 40);
    }
    const recording = subscribe(from, ({ checkpointReached }) =>
      streamNameFilter({ prefixes: [mark], checkpointInterval: 1, checkpointReached }),
    );
    await recording.untilEvents(200);
    const delivered = recording.events.map(({ event }) => event?.position?.commit ?? 0n);
    const checkpoints = recording.checkpoints.map(({ commit }) => commit);
    let reported = 0n;
    for (const entry of recording.log) {
      if (entry === 'checkpoint') reported = checkpoints.shift() ?? 0n;
      if (entry === 'event') expect((delivered.shift() ?? 0n) > reported).to.equal(true);
    }
    expect(recording.checkpoints.length).to.be.greaterThan(5);
  });

  it('reports progress in live mode, at the event that completes the interval', async () => {
    const recording = subscribe(await lastPosition(client()), ({ checkpointReached }) =>
      streamNameFilter({ prefixes: [randomUUID()], checkpointInterval: 1, checkpointReached }),
    );
    await recording.untilCaughtUp();
    const before = recording.checkpoints.length;
    await client().appendToStream(uniqueStream(), several(100));
    await recording.until(() => recording.checkpoints.length >= before + 3, 'three checkpoints');
    await pause(50);
    expect(recording.checkpoints).to.have.length(before + 3);
  });

  it('waits for the handler of a checkpoint before it hands out the next event', async () => {
    const from = await lastPosition(client());
    const mark = randomUUID();
    await client().appendToStream(uniqueStream(), several(40));
    await marked(mark, 1);
    const order: string[] = [];
    const recording = subscribe(from, () =>
      streamNameFilter({
        prefixes: [mark],
        checkpointInterval: 1,
        checkpointReached: async () => {
          await pause(50);
          order.push('checkpoint');
        },
      }),
    );
    await recording.untilEvents(1);
    expect(order[0]).to.equal('checkpoint');
  });

  it('gives an unfiltered subscription no checkpoints', async () => {
    const from = await lastPosition(client());
    await client().appendToStream(uniqueStream(), several(100));
    const recording = new Recording().of(client().subscribeToAll({ fromPosition: from }));
    open.push(recording);
    await recording.untilEvents(100);
    expect(recording.count('checkpoint')).to.equal(0);
  });
});
