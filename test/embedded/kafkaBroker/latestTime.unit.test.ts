import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GCProfiler } from 'node:v8';
import { gzipSync } from 'node:zlib';
import type { Partition } from '../../../embedded/kafkaBroker/storage/partition.js';
import { openPartition } from '../../support/builders/partitions.js';
import { recordBatch } from '../../support/builders/recordBatches.js';

const now = Date.now();

describe('Kafka broker: the latest time of a partition', () => {
  let dir: string;
  let log: Partition;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'kafka-latest-'));
    log = openPartition(join(dir, '0'), {
      'segment.bytes': '400',
      'max.message.bytes': String(64 * 1024 * 1024),
    });
  });
  afterEach(async () => {
    await log.close();
    rmSync(dir, { recursive: true });
  });

  /** One batch for each list, a second apart where two times differ by 1. */
  const write = async (...batches: readonly (readonly number[])[]): Promise<void> => {
    for (const times of batches)
      await log.append(
        recordBatch(times.map((time) => ({ value: 'v', timestamp: now + time * 1_000 }))),
      );
  };
  const latest = () => {
    const { timestamp, offset } = log.findLatestTime();

    return [offset === -1 ? timestamp : (timestamp - now) / 1_000, offset];
  };

  it('is that of the first record that has it', async () => {
    await write([1, 3, 2], [3], [1]);
    expect(latest()).to.deep.equal([3, 1]);
  });

  it('is -1 where there is no record', () => {
    expect(latest()).to.deep.equal([-1, -1]);
  });

  for (const rest of [2, 40])
    it(`is that of a record that is left, when a client deleted the latest: ${rest} more`, async () => {
      await write([1, 9, 8, 2], ...Array.from({ length: rest }, () => [4, 5]));
      log.deleteBefore(3);
      expect(latest()).to.deep.equal([5, 5]);
    });

  it('is found among millions of records that a batch unpacks to, and so is a time', async () => {
    const count = 4_000_000;
    const timestamp = now - 10_000;
    const sent = recordBatch([{ timestamp }], {
      codec: 1,
      pack: () => gzipSync(emptyRecords(count), { level: 1 }),
      count,
    });
    await log.append(sent);

    const allocated = allocatedBy(() => {
      expect(log.findTime(timestamp - 1)).to.deep.equal({ timestamp, offset: 0 });
      expect(log.findTime(timestamp)).to.deep.equal({ timestamp, offset: 0 });
      log.deleteBefore(count - 1);
      expect(log.findLatestTime()).to.deep.equal({ timestamp, offset: count - 1 });
    });

    // an object for each record would take a hundred bytes or more of each
    expect(allocated / count).to.be.lessThan(20);
  });

  it('is -1 when all records are deleted', async () => {
    await write([1], [2]);
    log.deleteBefore(2);
    expect(latest()).to.deep.equal([-1, -1]);
  });
});

/** Bytes in V8's heap that are used meanwhile, whether they are collected or not. */
const allocatedBy = (use: () => void): number => {
  const profiler = new GCProfiler();
  profiler.start();
  const before = process.memoryUsage().heapUsed;
  use();
  const kept = process.memoryUsage().heapUsed - before;
  const { statistics } = profiler.stop();

  return statistics.reduce(
    (sum, { beforeGC, afterGC }) => sum + usedIn(beforeGC) - usedIn(afterGC),
    kept,
  );
};

type Heap = ReturnType<GCProfiler['stop']>['statistics'][number]['beforeGC'];

const usedIn = ({ heapStatistics }: Heap): number => heapStatistics.usedHeapSize;

/** Records without key, value and headers, all of one time, without an object for each. */
const emptyRecords = (count: number): Buffer => {
  const bytes = Buffer.allocUnsafe(11 * count);
  let end = 0;
  for (let offset = 0; offset < count; offset += 1) {
    const start = end;
    end += 3; // size, attributes, time
    for (let left = 2 * offset; ; left >>>= 7) {
      bytes[end] = (left & 0x7f) | (left < 128 ? 0 : 0x80);
      end += 1;
      if (left < 128) break;
    }
    bytes.set([1, 1, 0], end);
    end += 3;
    bytes.set([2 * (end - start - 1), 0, 0], start);
  }

  return bytes.subarray(0, end);
};
