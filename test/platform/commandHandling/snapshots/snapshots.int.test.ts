import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import {
  createCommandHandler,
  type Snapshot,
  type SnapshotCodec,
  type SnapshotStore,
} from '../../../../platform/commandHandling/index.js';
import { add, context, counterDecider, counterShapes } from '../../../support/builders/counter.js';
import { eventually } from '../../../support/assertions/eventually.js';
import { logger, type SnapshotsUnderTest, startSnapshots } from './snapshotFixture.js';

describe('Snapshots', () => {
  it('spare a cold process the fold from the beginning', async () => {
    const id = randomUUID();
    const warm = handler();
    await warm.handle(id, add(1, { times: 12 }), context());
    await warm.handle(id, add(1), context());
    await warm.stop();
    const reads: number[] = [];
    const cold = handler({ onRead: (from) => reads.push(from) });

    expect(await cold.load(id)).to.deep.equal({ state: 13, revision: 12 });
    // its own last event is read again, to see that it is the same
    expect(reads).to.deep.equal([11]);
  });

  it('are taken of acknowledged state, every so many events', async () => {
    const id = randomUUID();
    const { handle } = handler();
    await handle(id, add(1, { times: 9 }), context());
    expect(await revisionOf(id)).to.equal(null);
    await handle(id, add(1), context());

    await eventually(async () => expect(await revisionOf(id)).to.equal(9));
  });

  it('of another schema version, or another event store, are not used', async () => {
    const id = randomUUID();
    await own.store.save(`counter-${id}`, snapshotAt(4));

    expect(await revisionOf(id)).to.equal(4);
    expect(await revisionOf(id, 2)).to.equal(null);
    await own.database.query('UPDATE projection.snapshots SET store_id = $1', [randomUUID()]);
    expect(await revisionOf(id)).to.equal(null);
  });

  it('never go back to an older revision', async () => {
    const id = randomUUID();
    await own.store.save(`counter-${id}`, snapshotAt(4));
    await own.store.save(`counter-${id}`, snapshotAt(3));

    expect(await revisionOf(id)).to.equal(4);
  });

  it('that cannot be read or written cost time, and nothing else', async () => {
    const id = randomUUID();
    const failing: SnapshotStore = {
      load: () => Promise.reject(new Error('gone')),
      save: () => Promise.reject(new Error('gone')),
      removeAfter: () => Promise.reject(new Error('gone')),
    };
    const { handle } = handler({ snapshots: failing });

    expect(await handle(id, add(1, { times: 20 }), context())).to.include({ state: 20 });
    expect(await handle(id, add(1), context())).to.include({ state: 21 });
  });

  it('of a future that the store has lost are dropped with the cached state', async () => {
    const id = randomUUID();
    const known = handler();
    await known.handle(id, add(1, { times: 4 }), context());
    await own.store.save(`counter-${id}`, snapshotAt(40));
    const restarted = handler();
    expect(await restarted.load(id)).to.deep.equal({ state: 4, revision: 3 });

    expect(await restarted.handle(id, add(1), context())).to.include({ state: 5, revision: 4 });
    expect(await revisionOf(id)).to.equal(null);
    expect(await handler().load(id)).to.deep.equal({ state: 5, revision: 4 });
  });

  it('of events that the store has no more are not used, though it has others there', async () => {
    const id = randomUUID();
    await handler().handle(id, add(1, { times: 8 }), context());
    await own.store.save(`counter-${id}`, { ...snapshotAt(4), head: { sum: 100 } });

    expect(await handler().load(id)).to.deep.equal({ state: 8, revision: 7 });
    expect(await revisionOf(id)).to.equal(null);
  });

  it('of a release that named no event are not used', async () => {
    const id = randomUUID();
    await own.store.save(`counter-${id}`, snapshotAt(4));
    await own.database.query('UPDATE projection.snapshots SET event_id = NULL');

    expect(await revisionOf(id)).to.equal(null);
  });

  let own: SnapshotsUnderTest;
  before(async () => {
    own = await startSnapshots();
  });
  after(() => own.stop());

  type Options = Readonly<{ snapshots?: SnapshotStore; onRead?: (from: number) => void }>;

  const handler = ({ snapshots = own.store, onRead = () => undefined }: Options = {}) =>
    createCommandHandler({
      eventStore: {
        ...own.eventStore,
        read: (stream, options) => {
          onRead(options?.from ?? 0);

          return own.eventStore.read(stream, options);
        },
      },
      decider: counterDecider,
      eventShapes: counterShapes,
      streamOf: (id) => `counter-${id}`,
      logger,
      snapshots: { store: snapshots, codec, every: 10 },
    });

  const revisionOf = async (id: string, schemaVersion = 1): Promise<number | null> =>
    (await own.store.load(`counter-${id}`, schemaVersion, () => () => undefined))?.revision ?? null;
});

const snapshotAt = (revision: number): Snapshot => ({
  revision,
  eventId: randomUUID(),
  schemaVersion: 1,
  head: { sum: revision + 1 },
  parts: [],
  base: null,
});

const codec: SnapshotCodec<number> = {
  schemaVersion: 1,
  serialize: (sum) => ({ head: { sum }, keys: [], values: [], partToJson: () => [] }),
  restore: (head) => ({
    add: () => ({ keys: [], values: [] }),
    state: () => (head as { sum: number }).sum,
  }),
};
