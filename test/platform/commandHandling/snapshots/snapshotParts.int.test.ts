import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import type { SnapshotCodec } from '../../../../platform/commandHandling/snapshots/snapshotCodec.js';
import {
  loadSnapshot,
  saveSnapshot,
  type BaseSnapshot,
} from '../../../../platform/commandHandling/snapshots/streamSnapshot.js';
import { rejectionOf } from '../../../support/assertions/rejectionOf.js';
import { type SnapshotsUnderTest, startSnapshots } from './snapshotFixture.js';

describe('Snapshots in parts', () => {
  it('come back whole, in the order of their entries', async () => {
    const { save, load } = stream();
    for (const size of [0, 1, 10, 11, 20, 35]) {
      await save(size, numbers(size));
      const loaded = await load();

      expect([...(loaded?.state ?? [])]).to.eql([...numbers(size)]);
      expect(loaded?.revision).to.equal(size);
    }
  });

  it('are written again only where something changed or was added', async () => {
    const { save, revisions } = stream();
    const base = await save(1, numbers(35));
    expect(await revisions()).to.eql([1, 1, 1, 1]);
    const changed = await save(2, numbers(37).set('12', -1), { base });
    expect(await revisions()).to.eql([1, 2, 1, 2]);
    await save(3, numbers(45).set('12', -1), { base: changed });

    expect(await revisions()).to.eql([1, 2, 1, 3, 3]);
  });

  it('go on from those that were loaded', async () => {
    const { save, load, revisions } = stream();
    await save(1, numbers(35));
    const loaded = await load();
    await save(2, numbers(36), { base: loaded?.base ?? null });

    expect(await revisions()).to.eql([1, 1, 1, 2]);
  });

  it('move up when an entry is removed', async () => {
    const { save, load, revisions } = stream();
    const base = await save(1, numbers(31));
    const fewer = numbers(31);
    fewer.delete('15');
    await save(2, fewer, { base });

    expect(await revisions()).to.eql([1, 2, 2]);
    expect([...((await load())?.state ?? [])]).to.eql([...fewer]);
  });

  it('know entries that have changed their places', async () => {
    const { save, load, revisions } = stream();
    const same = { one: 1, two: 1 };
    const base = await save(1, new Map(Object.entries(same)));
    await save(2, new Map(Object.entries(same).toReversed()), { base });

    expect(await revisions()).to.eql([2]);
    expect([...((await load())?.state.keys() ?? [])]).to.eql(['two', 'one']);
  });

  it('are all written after another process has written some', async () => {
    const { save, load, revisions } = stream();
    const base = await save(1, numbers(35));
    await save(2, numbers(35).set('30', -1), { base });
    await save(3, numbers(35).set('0', -1), { base });

    expect(await revisions()).to.eql([3, 3, 3, 3]);
    expect((await load())?.state).to.eql(numbers(35).set('0', -1));
  });

  it('are left alone by a process that is behind', async () => {
    const { save, revisions } = stream();
    await save(2, numbers(15));

    expect(await save(1, numbers(35))).to.equal(null);
    expect(await save(2, numbers(35))).to.equal(null);
    expect(await revisions()).to.eql([2, 2]);
  });

  it('are of one moment, however many processes write and read', async () => {
    const { save, load } = stream();
    await save(1, allOf(1));
    const writing = [2, 3, 4, 5].map(async (first) => {
      for (let revision = first; revision < 60; revision += 4)
        await save(revision, allOf(revision));
    });
    // no more at a time than there are connections for: the others would wait for one in vain
    const reading = Array.from({ length: 6 }, async () => {
      for (let reads = 0; reads < 10; reads += 1) {
        const loaded = await load();
        expect([...(loaded?.state.values() ?? [])]).to.eql(
          Array.from({ length: 35 }, () => loaded?.revision),
        );
      }
    });
    await Promise.all([...writing, ...reading]);

    expect((await load())?.revision).to.equal(59);
  });

  it('are not used when one of them is missing, newer than the head, or unreadable', async () => {
    for (const damage of [
      'DELETE FROM projection.snapshot_parts WHERE stream = $1 AND part = 2',
      'UPDATE projection.snapshot_parts SET revision = 2 WHERE stream = $1 AND part = 0',
      `UPDATE projection.snapshot_parts SET state = '{' WHERE stream = $1 AND part = 1`,
    ]) {
      const { name, save, load } = stream();
      await save(1, numbers(35));
      await own.database.query(damage, [name]);

      expect(await rejectionOf(load())).to.be.instanceOf(Error);
    }
  });

  it('of another schema version are not used, and give way as a whole', async () => {
    const { save, load, revisions } = stream();
    const base = await save(5, numbers(35));

    expect(await load({ ...codec, schemaVersion: 2 })).to.equal(null);
    await save(4, numbers(35), { base, as: { ...codec, schemaVersion: 2 } });
    expect(await revisions()).to.eql([4, 4, 4, 4]);
    expect(await load()).to.equal(null);
  });

  it('go with their head', async () => {
    const { name, save, revisions } = stream();
    await save(1, numbers(35));
    await own.database.query('DELETE FROM projection.snapshots WHERE stream = $1', [name]);

    expect(await revisions()).to.eql([]);
  });

  let own: SnapshotsUnderTest;
  before(async () => {
    own = await startSnapshots();
  });
  after(() => own.stop());

  const stream = () => {
    const name = `numbers-${randomUUID()}`;
    const sources = { store: own.store, stream: name, partSize: 10 };

    return {
      name,
      save: (revision: number, state: Numbers, { base = null, as = codec }: Saving = {}) =>
        saveSnapshot({ ...sources, codec: as }, { revision, eventId: randomUUID(), state, base }),
      load: (as = codec) => loadSnapshot({ ...sources, codec: as }),
      /** When each part was written last. */
      revisions: async () => {
        const rows = await own.database.query<{ revision: number }>(
          'SELECT revision FROM projection.snapshot_parts WHERE stream = $1 ORDER BY part',
          [name],
        );

        return rows.map(({ revision }) => revision);
      },
    };
  };
});

type Numbers = Map<string, number>;

type Saving = Readonly<{ base?: BaseSnapshot | null; as?: SnapshotCodec<Numbers> }>;

const numbers = (size: number): Numbers =>
  new Map(Array.from({ length: size }, (_, index) => [String(index), index]));

const allOf = (value: number): Numbers =>
  new Map(Array.from({ length: 35 }, (_, index) => [String(index), value]));

const codec: SnapshotCodec<Numbers> = {
  schemaVersion: 1,
  serialize: (state) => {
    const entries = [...state];

    return {
      head: {},
      keys: [...state.keys()],
      values: [...state.values()],
      partToJson: (from, to) => entries.slice(from, to),
    };
  },
  restore: () => {
    const state: Numbers = new Map();

    return {
      add: (part) => {
        const entries = part as [string, number][];
        for (const [key, value] of entries) state.set(key, value);

        return { keys: entries.map(([key]) => key), values: entries.map(([, value]) => value) };
      },
      state: () => state,
    };
  },
};
