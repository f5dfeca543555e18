import { expect } from 'chai';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Partition } from '../../../embedded/kafkaBroker/storage/partition.js';
import { openPartition, recordsFrom } from '../../support/builders/partitions.js';
import { recordBatch } from '../../support/builders/recordBatches.js';

const hour = 3_600_000;
const small = { 'segment.bytes': '500' };

const now = Date.now();

describe('Kafka broker: segments', () => {
  let dir: string;
  let folder: string;
  let partition: Partition | null = null;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'kafka-segments-'));
    folder = join(dir, '0');
  });
  afterEach(async () => {
    await close();
    rmSync(dir, { recursive: true });
  });

  const reopen = async (config: Record<string, string> = small, deletedBefore = 0) => {
    await close();
    partition = openPartition(folder, config, deletedBefore);

    return partition;
  };
  const close = async (): Promise<void> => {
    await partition?.close();
    partition = null;
  };
  const logs = () => readdirSync(folder).filter((name) => name.endsWith('.log'));
  const fill = async (log: Partition, count: number, timestamp = Date.now()): Promise<void> => {
    for (let at = 0; at < count; at += 1)
      await log.append(recordBatch([{ key: 'k', value: `v${at}`, timestamp: timestamp + at }]));
  };
  const offsets = (log: Partition, from?: number, maxBytes?: number) =>
    recordsFrom(log, from, maxBytes).map(({ offset }) => offset);
  const upTo = (end: number, start = 0) =>
    Array.from({ length: end - start }, (_, at) => start + at);

  it('follow each other, are read as one log, and are found again by the next start', async () => {
    const log = await reopen();
    await fill(log, 40);
    expect(logs().length).to.be.within(5, 12);

    for (const open of [() => log, reopen]) {
      const opened = await open();
      expect(offsets(opened)).to.deep.equal(upTo(40));
      expect(offsets(opened, 17, 100)).to.deep.equal(upTo(40, 17));
      expect(opened.bytesFrom(0)).to.equal(opened.read(0, 1_000_000, false).length);
    }
    expect(await (await reopen()).append(recordBatch([{ value: 'next' }]))).to.equal(40);
  });

  it('take over the single file of an older release', async () => {
    await fill(await reopen({}), 10);
    await close();
    const [only = ''] = logs();
    const bytes = readFileSync(join(folder, only));
    rmSync(folder, { recursive: true });
    writeFileSync(`${folder}.log`, bytes);

    const log = await reopen();
    expect(offsets(log)).to.deep.equal(upTo(10));
    expect(readdirSync(dir)).to.deep.equal(['0']);
    await fill(log, 2);
    expect(logs()).to.have.length(2);
    expect(offsets(await reopen())).to.deep.equal(upTo(12));
  });

  it('are not read by a start while their index is right, and are without one', async () => {
    await fill(await reopen(), 20);
    await close();
    const path = join(folder, logs()[1] ?? '');
    const bytes = readFileSync(path);
    writeFileSync(path, Buffer.from(bytes).fill(7, 90, 100));
    await reopen();

    await close();
    rmSync(path.replace('.log', '.index'));
    expect(() => openPartition(folder, small)).to.throw(`${path} is damaged at byte `);
    writeFileSync(path, bytes);
    expect(offsets(await reopen())).to.deep.equal(upTo(20));
  });

  it('are removed when there are more bytes than the topic keeps', async () => {
    const log = await reopen({ ...small, 'retention.bytes': '1000' });
    await fill(log, 200);

    expect(logs()).to.have.length.within(2, 4);
    expect(log.startOffset).to.be.within(170, 195);
    expect(offsets(log)).to.deep.equal(upTo(200, log.startOffset));
    expect(() => log.read(log.startOffset - 1, 1_000, true)).to.throw('OFFSET_OUT_OF_RANGE');
    const { startOffset } = log;
    expect((await reopen({ ...small, 'retention.bytes': '1000' })).startOffset).to.equal(
      startOffset,
    );
  });

  it('are removed when their records are too old, also the last one', async () => {
    const config = { ...small, 'retention.ms': String(hour) };
    const log = await reopen(config);
    const today = Date.now();
    await fill(log, 20, today - hour / 2);
    await log.clean(today);
    expect(log.startOffset).to.equal(0);

    await log.clean(today + hour);
    expect([log.startOffset, log.highWatermark]).to.deep.equal([20, 20]);
    expect(logs()).to.have.length(1);
    const again = await reopen(config);
    expect([again.startOffset, again.highWatermark]).to.deep.equal([20, 20]);
    expect(await again.append(recordBatch([{ value: 'next' }]))).to.equal(20);
  });

  it('end after the time that the topic sets', async () => {
    const log = await reopen({ 'segment.ms': '1000' });
    for (const age of [5_000, 4_500, 3_000, 2_500, 0])
      await log.append(recordBatch([{ timestamp: now - age }]));

    expect(logs().map(Number.parseFloat)).to.deep.equal([0, 2, 4]);
  });

  it('are removed when a client has deleted all of their records, which stay hidden', async () => {
    const log = await reopen();
    await fill(log, 40);
    log.checkDeletion(33);
    expect(() => log.checkDeletion(41)).to.throw('OFFSET_OUT_OF_RANGE');
    expect(log.deleteBefore(33)).to.equal(33);

    for (const open of [() => log, () => reopen(small, 33)]) {
      const opened = await open();
      expect(opened.startOffset).to.equal(33);
      expect(() => opened.read(32, 1_000, true)).to.throw('OFFSET_OUT_OF_RANGE');
      expect(offsets(opened)).to.deep.equal(upTo(40, 33));
      expect(opened.findTime(0).offset).to.equal(33);
    }
    expect(Number.parseFloat(logs()[0] ?? '')).to.be.greaterThan(20);
  });

  it('find the first record that is not older than a time, also in compressed batches', async () => {
    const log = await reopen();
    const start = now - hour;
    for (let batch = 0; batch < 30; batch += 1)
      await log.append(
        recordBatch(
          [0, 1, 2].map((at) => ({ value: 'v', timestamp: start + 1_000 * (3 * batch + at) })),
          { codec: batch % 2 },
        ),
      );

    for (const open of [() => log, reopen]) {
      const opened = await open();
      for (const record of [0, 1, 3, 5, 44, 46, 88, 89])
        for (const late of [0, 999])
          expect(opened.findTime(start + 1_000 * record - late)).to.deep.equal({
            offset: record,
            timestamp: start + 1_000 * record,
          });
      expect(opened.findTime(start + 90_000).offset).to.equal(-1);
    }
  });

  it('may be gone, and what is known of producers stays', async () => {
    const config = { ...small, 'retention.bytes': '300' };
    const batch = (sequence: number) =>
      recordBatch([{ value: 'once' }], { producer: { id: 7, sequence } });
    const log = await reopen(config);
    await log.append(batch(0));
    await fill(log, 30);

    for (const open of [() => log, () => reopen(config)]) {
      const opened = await open();
      expect(opened.startOffset).to.be.greaterThan(10);
      expect(await opened.append(batch(0))).to.equal(0);
      expect(await opened.append(batch(2)).catch(String)).to.include('OUT_OF_ORDER');
    }
  });
});
