import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { expect } from 'chai';
import { LogDamaged } from '../../../embedded/eventStoreNode/index.js';
import { anyRevision } from '../../../embedded/eventStoreNode/store/writes/expectedRevision.js';
import { openEventStore } from '../../../embedded/eventStoreNode/store/eventStore.js';
import { logIn, proposed, textsOf, useFolders, withStore } from './nodeFixture.js';

/** Ten appends of two events each; returns where each began and ended in the file. */
const writeTen = async (dir: string): Promise<{ start: number; end: number }[]> =>
  withStore(dir, async ({ writer, reader }) => {
    const frames: { start: number; end: number }[] = [];
    for (let i = 0; i < 10; i += 1) {
      const start = reader.end;
      const events = [proposed(`${i}a`), proposed(`${i}b`)];
      await writer.append({ stream: 's', expected: anyRevision, events });
      frames.push({ start, end: reader.end });
    }

    return frames;
  });

const textsIn = (dir: string): Promise<string[]> => withStore(dir, (store) => textsOf(store, 's'));

const upTo = (appends: number): string[] =>
  Array.from({ length: appends }, (_, i) => [`${i}a`, `${i}b`]).flat();

const damageIn = async (dir: string): Promise<LogDamaged> => {
  try {
    await (await openEventStore({ dir })).stop();
  } catch (error) {
    if (error instanceof LogDamaged) return error;
    throw error;
  }
  throw new Error('the damage was not noticed');
};

describe('event log after a crash', () => {
  const newFolder = useFolders();

  it('cuts off a last write that is torn at any byte, as a whole', async () => {
    const dir = await newFolder();
    const frames = await writeTen(dir);
    const whole = readFileSync(logIn(dir));
    const last = frames.at(-1) ?? { start: 0, end: 0 };
    for (let size = last.start; size < last.end; size += 13) {
      writeFileSync(logIn(dir), whole.subarray(0, size));
      expect(await textsIn(dir)).to.deep.equal(upTo(9));
      expect(statSync(logIn(dir)).size).to.equal(last.start);
    }
  });

  it('goes on writing where it cut, and is whole again', async () => {
    const dir = await newFolder();
    const frames = await writeTen(dir);
    truncateSync(logIn(dir), (frames.at(-1)?.end ?? 0) - 5);
    await withStore(dir, async ({ writer, cutBytes }) => {
      expect(cutBytes).to.be.greaterThan(0);
      await writer.append({ stream: 's', expected: 17n, events: [proposed('new')] });
    });
    expect(await textsIn(dir)).to.deep.equal([...upTo(9), 'new']);
  });

  it('cuts off what was never synced, also when a later write of it is whole', async () => {
    const dir = await newFolder();
    const frames = await writeTen(dir);
    const bytes = readFileSync(logIn(dir));
    const [torn, later] = [frames[8], frames[9]];
    // As if the last two had been one group: the later one says that the earlier was not synced
    // yet.
    const group = Buffer.from(bytes);
    const { resealed } = reseal(group.subarray(later?.start, later?.end), torn?.start ?? 0);
    group.set(resealed, later?.start);
    group.fill(0, torn?.start, torn?.end);
    writeFileSync(logIn(dir), group);
    expect(await textsIn(dir)).to.deep.equal(upTo(8));
  });

  it('cuts off zeros and rubbish behind the last write', async () => {
    for (const rubbish of [Buffer.alloc(5000), Buffer.from('rubbish'.repeat(99))]) {
      const dir = await newFolder();
      await writeTen(dir);
      writeFileSync(logIn(dir), rubbish, { flag: 'a' });
      expect(await textsIn(dir)).to.deep.equal(upTo(10));
    }
  });

  it('refuses to start on a byte flipped anywhere in the middle, and names file and offset', async () => {
    const dir = await newFolder();
    const frames = await writeTen(dir);
    const whole = readFileSync(logIn(dir));
    const { start, end } = frames[4] ?? { start: 0, end: 0 };
    for (let at = start; at < end; at += 7) {
      const bytes = Buffer.from(whole);
      bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at);
      writeFileSync(logIn(dir), bytes);
      const error = await damageIn(dir);
      expect(error.path).to.equal(logIn(dir));
      expect(error.offset).to.equal(start);
      expect(error.message).to.include(logIn(dir)).and.to.include(`offset ${start}`);
      expect(readFileSync(logIn(dir)).equals(bytes)).to.equal(true);
    }
  });

  it('refuses a file that is no event log', async () => {
    const dir = await newFolder();
    writeFileSync(logIn(dir), 'somebody else’s notes, longer than the title of a log, much longer');
    expect((await damageIn(dir)).offset).to.equal(0);
  });

  it('starts on a log of which only a part of the title was written', async () => {
    const dir = await newFolder();
    await writeTen(dir);
    truncateSync(logIn(dir), 20);
    expect(await textsIn(dir)).to.deep.equal([]);
  });
});

/**
 * The same frame, saying that only what lies before `durableUpTo` had been synced when it was
 * written.
 */
const reseal = (frame: Buffer, durableUpTo: number): { resealed: Buffer } => {
  const resealed = Buffer.from(frame);
  resealed.writeDoubleLE(durableUpTo, 8);
  resealed.writeUInt32LE(crc32(resealed.subarray(20), crc32(resealed.subarray(0, 16))), 16);

  return { resealed };
};
