import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

  it('is -1 when all records are deleted', async () => {
    await write([1], [2]);
    log.deleteBefore(2);
    expect(latest()).to.deep.equal([-1, -1]);
  });
});
