import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  type NodeStore,
  openEventStore,
} from '../../../embedded/eventStoreNode/store/eventStore.js';
import { allEvents } from '../../../embedded/eventStoreNode/store/reads/finiteReads.js';
import {
  anyRevision,
  noStream,
} from '../../../embedded/eventStoreNode/store/writes/expectedRevision.js';
import { type WriteResult } from '../../../embedded/eventStoreNode/store/writes/streamWriter.js';
import { ownEvent } from '../../../embedded/eventStoreNode/store/writes/newRecords.js';
import { type LogFile } from '../../../embedded/eventStoreNode/storage/logFile.js';
import { proposed, textsOf, useFolders } from './nodeFixture.js';

const chunkSize = 4_096;
const filler = 'x'.repeat(300);

const write = (store: NodeStore, stream: string, text: string): Promise<WriteResult> =>
  store.writer.append({ stream, expected: anyRevision, events: [proposed(text + filler)] });

const describeStream = (store: NodeStore, stream: string, metadata: object): Promise<WriteResult> =>
  store.writer.append({
    stream: `$$${stream}`,
    expected: anyRevision,
    events: [ownEvent('$metadata', Buffer.from(JSON.stringify(metadata)))],
  });

const shown = (store: NodeStore, stream: string): string[] => {
  const { first, current, positions } = store.reader.stream(stream);

  return store.reader
    .events(positions(first, current + 1))
    .map((event) => `${event.revision} ${textOf(event.data)}`);
};

const textOf = (data: Uint8Array): string =>
  (JSON.parse(Buffer.from(data).toString()) as { text: string }).text.replace(filler, '');

const inAll = (store: NodeStore): { stream: string; position: number }[] =>
  [...allEvents(store.reader, { from: 0, to: store.reader.end, isBackwards: false })].map(
    ({ stream, position }) => ({ stream, position }),
  );

const sizeOf = (dir: string): number =>
  readdirSync(dir).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0);

const last = (count: number, of: number): string[] =>
  Array.from({ length: count }, (_, i) => `${of - count + i} ${of - count + i}`);

describe('A scavenge of the event store node', () => {
  const newFolder = useFolders();
  let dir: string;
  let store: NodeStore;
  beforeEach(async () => {
    dir = await newFolder();
    store = await openEventStore({ dir, chunkSize });
  });
  afterEach(() => store.stop());
  const restart = async (): Promise<void> => {
    await store.stop();
    store = await openEventStore({ dir, chunkSize });
  };
  const fill = async (stream: string, events: number): Promise<void> => {
    for (let i = 0; i < events; i += 1) await write(store, stream, String(i));
  };

  it('frees what $maxCount hides, and leaves revisions and positions as they were', async () => {
    await describeStream(store, 's', { $maxCount: 3 });
    await fill('s', 60);
    await fill('kept', 20);
    const before = { size: sizeOf(dir), all: inAll(store), s: shown(store, 's') };
    const state = await store.scavenger.run(true);
    expect(state.removedEvents).to.equal(57);
    expect(before.size - sizeOf(dir)).to.be.greaterThan(57 * 300);
    expect(state.freedBytes).to.be.greaterThan(57 * 300);
    for (const when of ['at once', 'after a start']) {
      expect(shown(store, 's'), when).to.deep.equal(before.s).and.to.deep.equal(last(3, 60));
      expect(shown(store, 'kept'), when).to.deep.equal(last(20, 20));
      const all = inAll(store);
      expect(before.all, when).to.deep.include.members(all);
      expect(all, when).to.have.length(before.all.length - 57);
      await restart();
    }
    expect(await write(store, 's', '60')).to.include({ revision: 60n });
  });

  it('goes by $tb, $maxAge, deletions and tombstones, and keeps the last event of a stream', async () => {
    for (const stream of ['tb', 'age', 'soft', 'hard', 'again']) await fill(stream, 5);
    await describeStream(store, 'tb', { $tb: 4 });
    await describeStream(store, 'tb', { $tb: 3 });
    await describeStream(store, 'age', { $maxAge: 1 });
    await store.writer.delete('soft', anyRevision);
    await store.writer.delete('again', anyRevision);
    await write(store, 'again', 'back');
    await store.writer.tombstone('hard', anyRevision);
    await store.writer.append({ stream: 'tb', expected: 4n, events: [] });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await store.scavenger.run(true);
    for (const when of ['at once', 'after a start']) {
      expect(shown(store, 'tb'), when).to.deep.equal(['3 3', '4 4']);
      expect(shown(store, 'again'), when).to.deep.equal(['5 back']);
      expect(store.reader.stream('soft'), when).to.deep.include({ state: 'missing', current: 4 });
      expect(store.reader.stream('hard').state, when).to.equal('tombstoned');
      const left = inAll(store).map(({ stream }) => stream);
      const count = (stream: string): number => left.filter((one) => one === stream).length;
      const streams = ['tb', '$$tb', 'age', 'soft', 'again', 'hard', '$$again'];
      expect(streams.map(count), when).to.deep.equal([2, 1, 1, 1, 1, 1, 1]);
      await restart();
    }
    expect(await write(store, 'soft', 'x')).to.include({ revision: 5n });
    expect(await write(store, 'age', 'x')).to.include({ revision: 5n });
    expect(await write(store, 'hard', 'x')).to.deep.equal({ kind: 'deleted' });
  });

  it('takes what it removed for no repetition, and what is left for one', async () => {
    await describeStream(store, 's', { $maxCount: 2 });
    const events = [proposed('first')];
    const write = { stream: 's', expected: noStream, events };
    await store.writer.append(write);
    await fill('s', 20);
    const newest = { stream: 's', expected: 20n, events: [proposed('newest')] };
    const result = await store.writer.append(newest);
    await store.scavenger.run(true);
    expect(await store.writer.append(write)).to.deep.equal({ kind: 'wrong', current: 21 });
    expect(await store.writer.append(newest)).to.deep.equal(result);
    expect(await store.writer.append({ ...write, expected: anyRevision })).to.include({
      revision: 22n,
    });
  });

  it('lets a reader go on across what was removed under it, and any position begin there', async () => {
    await describeStream(store, 's', { $maxCount: 2 });
    await fill('s', 400);
    await fill('kept', 5);
    const reading = allEvents(store.reader, { from: 0, to: store.reader.end, isBackwards: false });
    const seen = [reading.next().value as { position: number }];
    await store.scavenger.run(true);
    for (const event of reading) seen.push(event);
    const positions = seen.map(({ position }) => position);
    expect(positions).to.deep.equal([...positions].sort((a, b) => a - b));
    expect(new Set(positions).size).to.equal(positions.length);
    expect(inAll(store).map(({ position }) => position)).to.satisfy((left: number[]) =>
      left.slice(3).every((position) => positions.includes(position)),
    );
    expect(store.reader.wasScavenged(1_000)).to.equal(true);
    expect(store.reader.wasScavenged(store.reader.end)).to.equal(false);
  });

  it('does not take away what metadata shows again before it is done', async () => {
    await describeStream(store, 's', { $maxCount: 1 });
    await fill('s', 60);
    await store.stop();
    let meanwhile = 0;
    const wrapFile = (file: LogFile): LogFile => ({
      ...file,
      sync: async () => {
        if (file.path.endsWith('events.log.new')) {
          meanwhile += 1;
          await describeStream(store, 's', { $maxCount: 60 });
        }
        await file.sync();
      },
    });
    store = await openEventStore({ dir, chunkSize, wrapFile });
    await store.scavenger.run();
    expect(meanwhile).to.equal(1);
    expect(shown(store, 's')).to.deep.equal(last(60, 60));
    expect(readdirSync(dir).filter((name) => name.endsWith('.new'))).to.deep.equal([]);
  });

  it('makes few files of many that have become small, again and again', async () => {
    await describeStream(store, 's', { $maxCount: 1 });
    for (let round = 0; round < 3; round += 1) {
      await fill('s', 60);
      await store.scavenger.run(true);
      expect(readdirSync(dir).filter((name) => name.startsWith('events'))).to.have.length(2);
    }
    await restart();
    expect(shown(store, 's')).to.deep.equal(['179 59']);
    expect(sizeOf(dir)).to.be.lessThan(4_096);
  });

  it('leaves a store alone in which there is nothing to remove', async () => {
    await fill('kept', 60);
    const before = readdirSync(dir);
    const state = await store.scavenger.run();
    expect(state).to.deep.include({ removedEvents: 0, freedBytes: 0 });
    expect(readdirSync(dir)).to.deep.equal(before);
    expect(textsOf(store, 'kept')).to.have.length(60);
  });
});
