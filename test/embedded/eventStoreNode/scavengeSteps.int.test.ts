import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import {
  type NodeStore,
  openEventStore,
} from '../../../embedded/eventStoreNode/store/eventStore.js';
import { anyRevision } from '../../../embedded/eventStoreNode/store/writes/expectedRevision.js';
import { ownEvent } from '../../../embedded/eventStoreNode/store/writes/newRecords.js';
import { FolderWitness } from './folderWitness.js';
import { proposed, useFolders, withStore } from './nodeFixture.js';

/**
 * What had been acknowledged: the positions of the stream that stays, and how many of the other.
 */
type Known = { readonly kept: readonly number[]; readonly short: number };

const chunkSize = 1_500;
const filler = 'x'.repeat(200);
const shortCount = 2;

const append = async (store: NodeStore, stream: string, text: string): Promise<number> => {
  const events = [proposed(text + filler)];
  const result = await store.writer.append({ stream, expected: anyRevision, events });
  if (result.kind !== 'written' || result.position === null) throw new Error(result.kind);

  return result.position;
};

const visible = (store: NodeStore, stream: string): { revision: number; position: number }[] => {
  const { first, current, positions } = store.reader.stream(stream);

  return store.reader
    .events(positions(first, current + 1))
    .map(({ revision, position }) => ({ revision: Number(revision), position }));
};

describe('The event store node, killed at any step of rolling and scavenging', () => {
  const newFolder = useFolders();

  it('has all that was to stay, where it was, and goes on', async () => {
    const known = { kept: [] as number[], short: 0 };
    const snapshot = (): Known => ({ kept: [...known.kept], short: known.short });
    const witness = new FolderWitness(await newFolder(), snapshot);
    const dir = await newFolder();
    const store = await openEventStore({ dir, chunkSize, wrapFolder: witness.watch });
    const metadata = ownEvent('$metadata', Buffer.from(`{"$maxCount":${shortCount}}`));
    await store.writer.append({ stream: '$$short', expected: anyRevision, events: [metadata] });
    const writeSome = async (): Promise<void> => {
      for (let i = 0; i < 6; i += 1) {
        await append(store, 'short', String(known.short));
        known.short += 1;
        if (i % 3 === 0) known.kept.push(await append(store, 'kept', String(i)));
      }
    };
    for (let round = 0; round < 2; round += 1) {
      await writeSome();
      await Promise.all([writeSome(), store.scavenger.run(true)]);
    }
    await store.stop();

    for (const moment of witness.moments) await check(moment);
    const happened = witness.moments.map(({ what }) => what).join('\n');
    for (const step of [
      /events-\d+\.log\.new becomes events-/,
      /before events\.log\.new becomes events\.log/,
      /after events\.log\.new became events\.log/,
      /in the middle of a write to events\.log\.new/,
      /after events-\d+\.log was removed/,
    ]) {
      expect(happened).to.match(step);
    }
  });

  const check = async ({ dir, what, known }: FolderWitness<Known>['moments'][number]) => {
    await withStore(dir, async (store) => {
      assertWhole(store, known, what);
      await append(store, 'kept', 'one more');
      expect(
        readdirSync(dir).filter((name) => name.endsWith('.new')),
        what,
      ).to.deep.equal([]);
    });
    await withStore(dir, (store) => {
      assertWhole(store, known, what);
      expect(visible(store, 'kept').length, what).to.be.greaterThan(known.kept.length);
    });
  };

  const assertWhole = (store: NodeStore, known: Known, what: string): void => {
    const kept = visible(store, 'kept');
    expect(
      kept.slice(0, known.kept.length).map(({ position }) => position),
      what,
    ).to.deep.equal(known.kept);
    expect(
      kept.map(({ revision }) => revision),
      what,
    ).to.deep.equal(kept.map((_, i) => i));
    const { current } = store.reader.stream('short');
    expect(current, what).to.be.at.least(known.short - 1);
    const wanted = Array.from({ length: Math.min(shortCount, current + 1) }, (_, i) => current - i);
    if (known.short > 0) {
      expect(
        visible(store, 'short').map(({ revision }) => revision),
        what,
      ).to.deep.equal(wanted.reverse());
    }
  };
});
