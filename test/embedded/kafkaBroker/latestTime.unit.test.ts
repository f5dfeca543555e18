import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { crc32c } from '../../../embedded/kafkaBroker/protocol/crc32c.js';
import type { Partition } from '../../../embedded/kafkaBroker/storage/partition.js';
import { openPartition } from '../../support/builders/partitions.js';
import { recordBatch } from '../../support/builders/recordBatches.js';

const now = Date.now();

describe('Kafka broker: the latest time of a partition', () => {
  let dir: string;
  let log: Partition;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'kafka-latest-'));
    log = openPartition(join(dir, '0'), { 'segment.bytes': '400' });
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

  it('is found among millions of records that a small batch unpacks to, and so is a time', async () => {
    const count = 4_000_000;
    const timestamp = now - 10_000;
    const sent = recordBatch([{ value: '', timestamp }], {
      codec: 1,
      pack: (record) => gzipSync(Buffer.alloc(count * record.length, record), { level: 1 }),
    });
    sent.writeInt32BE(count - 1, 23);
    sent.writeInt32BE(count, 57);
    sent.writeUInt32BE(crc32c(sent.subarray(21)), 17);
    await log.append(sent);
    const before = process.memoryUsage().heapUsed;
    const since = performance.now();

    expect(log.findTime(timestamp - 1)).to.deep.equal({ timestamp, offset: 0 });
    expect(log.findTime(timestamp)).to.deep.equal({ timestamp, offset: 0 });
    log.deleteBefore(1);
    expect(log.findLatestTime()).to.deep.equal({ timestamp: -1, offset: -1 });
    expect(performance.now() - since).to.be.lessThan(4_000);
    expect(process.memoryUsage().heapUsed - before).to.be.lessThan(100_000_000);
  });

  it('is -1 when all records are deleted', async () => {
    await write([1], [2]);
    log.deleteBefore(2);
    expect(latest()).to.deep.equal([-1, -1]);
  });
});
