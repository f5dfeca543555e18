import { expect } from 'chai';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBatchHeader } from '../../../embedded/kafkaBroker/protocol/recordBatch.js';
import type { Partition } from '../../../embedded/kafkaBroker/storage/partition.js';
import { logSettings } from '../../../embedded/kafkaBroker/storage/topicSettings.js';
import { openPartition, recordsFrom } from '../../support/builders/partitions.js';
import { recordBatch } from '../../support/builders/recordBatches.js';

const day = 86_400_000;
const compact = { 'cleanup.policy': 'compact', 'segment.bytes': '1000' };

const now = Date.now();

describe('Kafka broker: compaction', () => {
  let dir: string;
  let log: Partition;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'kafka-compaction-'));
    log = openPartition(join(dir, '0'), compact);
  });
  afterEach(async () => {
    await log.close();
    rmSync(dir, { recursive: true });
  });

  const files = (ending: string) =>
    readdirSync(join(dir, '0')).filter((name) => name.endsWith(ending));
  const bytes = () =>
    files('.log').reduce((sum, name) => sum + statSync(join(dir, '0', name)).size, 0);
  const reopen = async (config: Record<string, string> = compact): Promise<void> => {
    await log.close();
    log = openPartition(join(dir, '0'), config);
  };
  /** Rounds of one record for each of ten keys, so that the last segment has only the last ones. */
  const fill = async (rounds: number, options = {}): Promise<void> => {
    for (let round = 0; round < rounds; round += 1)
      for (let key = 0; key < 10; key += 1)
        await log.append(recordBatch([{ key: `k${key}`, value: `${round}` }], options));
  };
  const fillAt = async (timestamp: number): Promise<void> => {
    for (let round = 0; round < 20; round += 1)
      await log.append(recordBatch([{ key: `k${round % 2}`, value: 'later', timestamp }]));
  };
  const latest = (records = recordsFrom(log)) =>
    Object.fromEntries(records.map(({ key, value }) => [key, value]));

  it('keeps the last record of every key at its offset, and stays so after a restart', async () => {
    await fill(40);
    const before = latest();
    await log.clean(Date.now());
    const kept = recordsFrom(log);

    expect(latest(kept)).to.deep.equal(before);
    expect(kept.length).to.be.lessThan(40);
    expect(kept.slice(-10).map(({ offset }) => offset)).to.deep.equal(
      Array.from({ length: 10 }, (_, at) => 390 + at),
    );
    expect(bytes()).to.be.lessThan(4_000);
    expect([log.startOffset, log.highWatermark]).to.deep.equal([0, 400]);
    await reopen();
    expect(recordsFrom(log)).to.deep.equal(kept);
    expect(recordsFrom(log, 250)).to.deep.equal(kept.filter(({ offset }) => offset >= 250));
  });

  it('is bounded by the keys, however often it begins anew', async () => {
    for (let pass = 0; pass < 6; pass += 1) {
      await fill(10);
      await log.clean(Date.now());
      if (pass === 3) await reopen();
    }

    expect(bytes()).to.be.lessThan(4_000);
    expect(files('.log').length).to.be.lessThan(5);
    expect(files('.compacted')).to.deep.equal([]);
  });

  it('waits until half of the log is new, unless the topic wants it earlier', async () => {
    await fill(20);
    await log.clean(Date.now());
    const size = bytes();
    await log.append(recordBatch([{ key: 'k0', value: 'x'.repeat(900) }]));
    await log.append(recordBatch([{ key: 'k0', value: 'y'.repeat(900) }]));
    await log.append(recordBatch([{ key: 'k0', value: 'z'.repeat(900) }]));
    log.configure({ ...settingsOf(), minDirtyRatio: 1 });
    await log.clean(Date.now());
    expect(bytes()).to.be.greaterThan(size + 2_000);
    log.configure({ ...settingsOf(), minDirtyRatio: 0 });
    await log.clean(Date.now());
    expect(bytes()).to.be.lessThan(size + 2_000);
  });

  it('keeps a tombstone for a day, and nothing of its key afterwards', async () => {
    await log.append(recordBatch([{ key: 'gone', value: 'old' }]));
    await log.append(recordBatch([{ key: 'gone', value: null }]));
    await fill(20);
    await log.clean(Date.now());
    expect(latest()).to.include({ gone: null });
    expect(recordsFrom(log).filter(({ key }) => key === 'gone')).to.have.length(1);

    await fill(20);
    await log.clean(now + 2 * day);
    expect(latest()).not.to.have.property('gone');
    expect(Object.keys(latest())).to.have.length(10);
  });

  it('takes single records out of batches, also of compressed ones', async () => {
    for (let batch = 0; batch < 60; batch += 1)
      await log.append(
        recordBatch(
          [
            { key: 'same', value: `${batch}` },
            { key: `own${batch}`, value: `${batch}` },
          ],
          { codec: batch % 2 },
        ),
      );
    const before = latest();
    await log.clean(Date.now());

    expect(latest()).to.deep.equal(before);
    expect(recordsFrom(log).length).to.be.within(61, 80);
  });

  it('leaves a record to have the latest time, when the one that had it is gone', async () => {
    const older = { key: 'stays', value: '1', timestamp: now - 2_000 };
    await log.append(recordBatch([{ key: 'k0', value: '1', timestamp: now - 1_000 }, older]));
    await fillAt(now - 10_000);
    await log.clean(Date.now());
    const found = { timestamp: now - 2_000, offset: 1 };

    expect(recordsFrom(log)[0]).to.include({ offset: 1, key: 'stays' });
    expect(log.findTime(now - 2_000)).to.deep.equal(found);
    expect(log.findLatestTime()).to.deep.equal(found);
    await reopen();
    expect(log.findLatestTime()).to.deep.equal(found);
    expect(readBatchHeader(log.read(1, 100, true)).maxTimestamp).to.equal(now - 2_000);
  });

  it('refuses records without a key', async () => {
    for (const codec of [0, 1])
      expect(await log.append(recordBatch([{ value: 'v' }], { codec })).catch(String)).to.include(
        'without key',
      );
  });

  it('leaves alone what is younger than the topic wants', async () => {
    await reopen({ ...compact, 'min.compaction.lag.ms': String(day) });
    await fill(20);
    await log.clean(Date.now());
    expect(recordsFrom(log)).to.have.length(200);
    await log.clean(now + 2 * day);
    expect(recordsFrom(log).length).to.be.lessThan(50);
  });

  it('goes together with removing what is too old', async () => {
    await reopen({ ...compact, 'cleanup.policy': 'compact,delete', 'retention.ms': String(day) });
    await fill(20);
    await log.clean(Date.now());
    expect(latest()).to.have.property('k3', '19');
    await log.clean(now + 2 * day);
    expect([log.startOffset, log.highWatermark]).to.deep.equal([200, 200]);
  });

  it('ends when the partition is closed meanwhile, and leaves nothing behind', async () => {
    await fill(40);
    const cleaning = log.clean(Date.now());
    await log.close();
    await cleaning;
    expect(files('.compacted')).to.deep.equal([]);
    log = openPartition(join(dir, '0'), compact);
    expect(latest()).to.have.property('k9', '39');
  });

  const settingsOf = () => logSettings(compact);
});
