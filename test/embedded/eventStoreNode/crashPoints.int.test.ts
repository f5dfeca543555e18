import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type LogFile } from '../../../embedded/eventStoreNode/storage/logFile.js';
import { anyRevision } from '../../../embedded/eventStoreNode/store/writes/expectedRevision.js';
import { openEventStore } from '../../../embedded/eventStoreNode/store/eventStore.js';
import { allEvents } from '../../../embedded/eventStoreNode/store/reads/finiteReads.js';
import { logIn, proposed, textsOf, useFolders, withStore } from './nodeFixture.js';

/** The file as kill -9 would have left it, and how many appends had been acknowledged by then. */
type Moment = { readonly dir: string; readonly what: string; readonly acknowledged: number };

/** Copies the log before, within and after everything that is done to it. */
class Witness {
  readonly moments: Moment[] = [];
  acknowledged = 0;
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  readonly watch = (file: LogFile): LogFile => {
    const take = (what: string): void => {
      this.#copy(file.path, what);
    };
    const bracket = (what: string, act: () => void): void => {
      take(`before the ${what}`);
      act();
      take(`after the ${what}`);
    };

    return {
      ...file,
      write: (bytes, position) => {
        bracket('write', () => {
          for (const length of [1, 10, bytes.length >> 1, bytes.length - 1]) {
            file.write(bytes.subarray(0, length), position);
            take(`write of ${length} of ${bytes.length} bytes`);
          }
          file.write(bytes, position);
        });
      },
      reserve: (from, to) => {
        bracket('reserve', () => {
          file.reserve(from, from + ((to - from) >> 1));
          take('half of the reserve');
          file.reserve(from, to);
        });
      },
      truncate: (size) => {
        bracket('cut', () => {
          file.truncate(size);
        });
      },
      sync: async () => {
        take('before the sync');
        await file.sync();
        take('after the sync');
      },
    };
  };

  #copy(path: string, what: string): void {
    const dir = join(this.#dir, String(this.moments.length));
    mkdirSync(dir);
    copyFileSync(path, logIn(dir));
    this.moments.push({ dir, what, acknowledged: this.acknowledged });
  }
}

const appendsOf = (texts: readonly string[]): string[] => texts.filter((_, i) => i % 2 === 0);

describe('event log, killed at any point of a write', () => {
  const newFolder = useFolders();

  it('has all that was acknowledged, every append as a whole and in order', async () => {
    const witness = new Witness(await newFolder());
    const store = await openEventStore({ dir: await newFolder(), wrapFile: witness.watch });
    const attempted: string[] = [];
    const append = async (text: string): Promise<void> => {
      attempted.push(text);
      const events = [proposed(text), proposed(`${text}, second`)];
      await store.writer.append({ stream: 's', expected: anyRevision, events });
      witness.acknowledged += 1;
    };
    await append('alone');
    await Promise.all(['one of three', 'two of three', 'three of three'].map(append));
    await append('larger than the reserve '.repeat(30_000));
    await append('the last');
    await store.stop();

    for (const { dir, what, acknowledged } of witness.moments) {
      const texts = await withStore(dir, (found) => textsOf(found, 's'));
      const appends = appendsOf(texts);
      expect(appends, what).to.deep.equal(attempted.slice(0, appends.length));
      expect(texts.length, what).to.equal(2 * appends.length);
      expect(appends.length, what).to.be.at.least(acknowledged);
    }
    expect(witness.moments.length).to.be.greaterThan(60);
  });

  it('starts again from wherever its first start ended, with all that a new store holds', async () => {
    const witness = new Witness(await newFolder());
    await (await openEventStore({ dir: await newFolder(), wrapFile: witness.watch })).stop();

    for (const { dir, what } of witness.moments) {
      const streams = await withStore(dir, ({ reader }) =>
        [...allEvents(reader, { from: 0, to: reader.end, isBackwards: false })].map(
          ({ stream }) => stream,
        ),
      );
      expect(streams, what).to.deep.equal(['$$$scavenges', '$$$stats']);
    }
    expect(witness.moments.length).to.be.greaterThan(20);
  });
});
