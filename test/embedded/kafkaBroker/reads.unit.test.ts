import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Partition } from '../../../embedded/kafkaBroker/storage/partition.js';
import { logSettings } from '../../../embedded/kafkaBroker/storage/topicSettings.js';
import { SparseIndex } from '../../../embedded/kafkaBroker/storage/log/sparseIndex.js';
import { recordBatch } from '../../support/builders/recordBatches.js';

describe('Kafka broker: reads', () => {
  it('find the last batches without reading those before them', () => {
    const index = new SparseIndex();
    for (let batch = 0; batch < 1_000; batch += 1) index.add(batch * 3, batch * 100, batch);

    for (let batch = 900; batch < 1_000; batch += 1)
      expect(index.floor(batch * 3 + 2)).to.equal(batch * 100);
  });

  it('find older ones at most 4 KiB ahead', () => {
    const index = new SparseIndex();
    for (let batch = 0; batch < 1_000; batch += 1) index.add(batch * 3, batch * 100, batch);

    for (let batch = 0; batch < 1_000; batch += 1) {
      const found = index.floor(batch * 3 + 1);
      expect(found).to.be.within(batch * 100 - 4_200, batch * 100);
    }
  });

  it('do not touch the file where nothing new is', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kafka-reads-'));
    try {
      const partition = new Partition(join(folder, 'log'), {
        sync: false,
        settings: logSettings({}),
        deletedBefore: 0,
        onRoll: () => undefined,
      });
      await partition.append(recordBatch([{ value: '' }]));
      await partition.close();

      expect(() => partition.read(0, 1_000, true)).to.throw('EBADF');
      expect(partition.read(1, 1_000, true)).to.have.length(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
