import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { type LogFile } from '../../../embedded/eventStoreNode/storage/logFile.js';
import {
  anyRevision,
  noStream,
} from '../../../embedded/eventStoreNode/store/writes/expectedRevision.js';
import {
  type NodeStore,
  openEventStore,
} from '../../../embedded/eventStoreNode/store/eventStore.js';
import { type WriteResult } from '../../../embedded/eventStoreNode/store/writes/streamWriter.js';
import { proposed, textsOf, useFolders, withStore } from './nodeFixture.js';

/**
 * A file that fails as a full disk does while `full` is set: part of the bytes are written, then
 * ENOSPC.
 */
const fillable = (): {
  state: { full: 'no' | 'write' | 'sync' };
  wrap: (file: LogFile) => LogFile;
} => {
  const state: { full: 'no' | 'write' | 'sync' } = { full: 'no' };
  const fail = (): never => {
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  };
  const wrap = (file: LogFile): LogFile => ({
    ...file,
    write: (bytes, position) => {
      if (state.full !== 'write') {
        file.write(bytes, position);
        return;
      }
      file.write(bytes.subarray(0, bytes.length >> 1), position);
      fail();
    },
    sync: async () => {
      if (state.full === 'sync') fail();
      await file.sync();
    },
  });

  return { state, wrap };
};

const append = (
  { writer }: NodeStore,
  text: string,
  expected: bigint = anyRevision,
): Promise<WriteResult> => writer.append({ stream: 's', expected, events: [proposed(text)] });

const outcomeOf = (write: Promise<WriteResult>): Promise<string> =>
  write.then(
    ({ kind }) => kind,
    (error: unknown) => (error as Error).name,
  );

describe('event store on a full disk', () => {
  const newFolder = useFolders();

  for (const kind of ['write', 'sync'] as const) {
    it(`fails appends while the ${kind} fails, keeps what it acknowledged, and goes on`, async () => {
      const dir = await newFolder();
      const { state, wrap } = fillable();
      const store = await openEventStore({ dir, wrapFile: wrap });
      await append(store, 'before');
      state.full = kind;
      const failures = await Promise.all(
        [1, 2, 3].map((n) => outcomeOf(append(store, `lost ${n}`))),
      );
      expect(failures).to.deep.equal(['LogWriteFailed', 'LogWriteFailed', 'LogWriteFailed']);
      expect(textsOf(store, 's')).to.deep.equal(['before']);
      state.full = 'no';
      const after = await append(store, 'after', 0n);
      expect(after).to.include({ kind: 'written', revision: 1n });
      await store.stop();
      expect(await withStore(dir, (again) => textsOf(again, 's'))).to.deep.equal([
        'before',
        'after',
      ]);
    });
  }

  it('voids what was decided on a write that failed, and decides anew what did not need it', async () => {
    const dir = await newFolder();
    const { state, wrap } = fillable();
    const store = await openEventStore({ dir, wrapFile: wrap });
    state.full = 'write';
    const first = outcomeOf(append(store, 'first', noStream));
    const second = outcomeOf(append(store, 'second', 0n));
    const refused = append(store, 'refused', 7n);
    expect(await first).to.equal('LogWriteFailed');
    expect(await second).to.equal('LogWriteFailed');
    expect(await refused).to.deep.equal({ kind: 'wrong', current: -1 });
    state.full = 'no';
    expect(await append(store, 'again', noStream)).to.include({ kind: 'written', revision: 0n });
    await store.stop();
  });

  it('has the end of the log wait for what is decided anew, too', async () => {
    let failures = 0;
    const wrapFile = (file: LogFile): LogFile => ({
      ...file,
      sync: () => (failures-- > 0 ? Promise.reject(new Error('ENOSPC')) : file.sync()),
    });
    const store = await openEventStore({ dir: await newFolder(), wrapFile });
    failures = 1;
    const failed = outcomeOf(append(store, 'failed', noStream));
    const anew = append(store, 'anew', noStream);
    await store.writer.whenSettled();

    expect(textsOf(store, 's')).to.deep.equal(['anew']);
    expect([await failed, (await anew).kind]).to.deep.equal(['LogWriteFailed', 'written']);
    await store.stop();
  });

  it('forgets the ids and the metadata of a write that failed', async () => {
    const dir = await newFolder();
    const { state, wrap } = fillable();
    const store = await openEventStore({ dir, wrapFile: wrap });
    await append(store, 'kept');
    const event = proposed('retried');
    const request = { stream: 's', expected: anyRevision, events: [event] };
    state.full = 'write';
    await outcomeOf(store.writer.append(request));
    await outcomeOf(store.writer.delete('s', anyRevision));
    state.full = 'no';
    expect(store.reader.stream('s').state).to.equal('there');
    expect(await store.writer.append(request)).to.include({ kind: 'written', revision: 1n });
    expect(textsOf(store, 's')).to.deep.equal(['kept', 'retried']);
    await store.stop();
  });

  it('holds on a real file system without room', async function () {
    const dir = await newFolder();
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', dir]).status !== 0) {
      this.skip();
    }
    try {
      const store = await openEventStore({ dir });
      const outcomes: string[] = [];
      while (!outcomes.includes('LogWriteFailed') && outcomes.length < 100) {
        outcomes.push(await outcomeOf(append(store, 'x'.repeat(9000))));
      }
      const acknowledged = outcomes.filter((outcome) => outcome === 'written').length;
      expect(outcomes.at(-1)).to.equal('LogWriteFailed');
      expect(textsOf(store, 's')).to.have.length(acknowledged);
      spawnSync('mount', ['-o', 'remount,size=1m', dir]);
      expect(await outcomeOf(append(store, 'room again'))).to.equal('written');
      await store.stop();
      const texts = await withStore(dir, (again) => textsOf(again, 's'));
      expect(texts).to.have.length(acknowledged + 1);
    } finally {
      spawnSync('umount', [dir]);
    }
  });
});
