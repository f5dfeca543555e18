import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  type NodeStore,
  openEventStore,
} from '../../../embedded/eventStoreNode/store/eventStore.js';
import { scavengeInBackground } from '../../../embedded/eventStoreNode/store/scavenge/background.js';
import {
  anyRevision,
  noStream,
} from '../../../embedded/eventStoreNode/store/writes/expectedRevision.js';
import { ownEvent } from '../../../embedded/eventStoreNode/store/writes/newRecords.js';
import { proposed, useFolders } from './nodeFixture.js';

/**
 * With SCAVENGE_EVENTS=2000000 it writes so many events, into files of the usual size, says what it
 * measured, and wants a start within two seconds; without it few events go into small files.
 */
const wanted = Number(process.env['SCAVENGE_EVENTS'] ?? 0);
const isLong = wanted > 0;
const events = isLong ? wanted : 20_000;
const chunkSize = isLong ? undefined : 256 * 1024;
const streams = 100;
const maxCount = 10;
const perAppend = 50;

const sizeOf = (dir: string): number =>
  readdirSync(dir).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0);

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`;

describe('The event store node under streams with a maximum', function () {
  if (isLong) this.timeout(1_200_000);
  const newFolder = useFolders();

  it('needs no more disk and memory the more is written, and starts quickly', async () => {
    const dir = await newFolder();
    const size = chunkSize === undefined ? {} : { chunkSize };
    const hooks = { onRolled: (): void => undefined };
    const store = await openEventStore({ dir, ...size, onRolled: () => hooks.onRolled() });
    const report = (outcome: unknown): void => {
      expect(outcome).not.to.be.instanceOf(Error);
    };
    const scavenges = scavengeInBackground(store.scavenger, { everyMs: 3_600_000, report });
    hooks.onRolled = scavenges.onRolled;
    for (let stream = 0; stream < streams; stream += 1) await describeStream(store, stream);
    const largest = { disk: 0, indexed: 0, memory: 0 };
    for (let written = 0; written < events; written += perAppend * streams) {
      await Promise.all(Array.from({ length: streams }, (_, stream) => append(store, stream)));
      largest.disk = Math.max(largest.disk, sizeOf(dir));
      largest.indexed = Math.max(largest.indexed, store.reader.index.count);
      largest.memory = Math.max(largest.memory, process.memoryUsage().rss);
    }
    // The first may be one under way that began before the last events came.
    await store.scavenger.run();
    await store.scavenger.run();
    scavenges.stop();
    await store.stop();

    const startedAt = performance.now();
    const again = await openEventStore({ dir, ...size });
    const startMs = performance.now() - startedAt;
    for (let stream = 0; stream < streams; stream += 1) {
      const { first, current } = again.reader.stream(`s-${stream}`);
      expect([first, current]).to.deep.equal([events / streams - maxCount, events / streams - 1]);
    }
    await again.stop();
    const [disk, memory] = [megabytes(largest.disk), megabytes(largest.memory)];
    if (isLong) {
      process.stdout.write(
        `${events} events: at most ${disk} on disk, ${largest.indexed} in the index, ${memory} in all; ` +
          `in the end ${megabytes(sizeOf(dir))}; start ${startMs.toFixed(0)} ms\n`,
      );
    }
    expect(again.reader.index.count).to.be.lessThan(isLong ? 500_000 : 10_000);
    expect(sizeOf(dir)).to.be.lessThan(isLong ? 40 * 1024 * 1024 : 1024 * 1024);
    if (!isLong) return;
    expect(largest.indexed).to.be.lessThan(1_500_000);
    expect(largest.disk).to.be.lessThan(128 * 1024 * 1024);
    expect(startMs).to.be.lessThan(2_000);
  });
});

const append = (store: NodeStore, stream: number): Promise<unknown> => {
  const appended = Array.from({ length: perAppend }, (_, i) => proposed(String(i)));

  return store.writer.append({ stream: `s-${stream}`, expected: anyRevision, events: appended });
};

const describeStream = (store: NodeStore, stream: number): Promise<unknown> =>
  store.writer.append({
    stream: `$$s-${stream}`,
    expected: noStream,
    events: [ownEvent('$metadata', Buffer.from(`{"$maxCount":${maxCount}}`))],
  });
