import { expect } from 'chai';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Partition } from '../../../embedded/kafkaBroker/storage/partition.js';
import { openPartition, recordsFrom } from '../../support/builders/partitions.js';
import { recordBatch } from '../../support/builders/recordBatches.js';
import { killedAtEveryStep, type LeftBehind } from '../../support/servers/killedAtEveryStep.js';

/** Every change of a file is a step; at each the folder is copied for a new start. */
describe('Kafka broker: kill -9 at every step', function () {
  this.timeout(60_000);
  let dir: string;
  let acknowledged: [key: string, value: string][];

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'kafka-killed-'));
    acknowledged = [];
    mkdirSync(join(dir, 'topic'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const steps = async (
    config: Config,
    work: (log: Partition) => Promise<void>,
    prepare: (log: Partition) => Promise<void> = () => Promise.resolve(),
  ) => {
    const prepared = openPartition(join(dir, 'topic', '0'), config);
    await prepare(prepared);
    await prepared.close();

    return killedAtEveryStep(where(), async () => {
      const log = openPartition(join(dir, 'topic', '0'), config);
      await work(log);
      await log.close();
    });
  };
  const where = () => ({
    folder: join(dir, 'topic'),
    copies: join(dir, 'copies'),
    note: () => acknowledged.length,
  });
  const fill = async (log: Partition, count: number): Promise<void> => {
    for (let at = 0; at < count; at += 1) {
      const [key, value] = [`k${at % 3}`, `v${acknowledged.length}`];
      await log.append(recordBatch([{ key, value }]));
      acknowledged.push([key, value]);
    }
  };
  /** Starts on what was left behind, and once more after it has written and cleaned. */
  const restarted = async (
    { copy, step, note }: LeftBehind<number>,
    config: Config,
    check: (log: Partition, written: number) => void,
  ): Promise<void> => {
    try {
      const log = openPartition(join(copy, '0'), config);
      check(log, note);
      const end = log.highWatermark;
      expect(await log.append(recordBatch([{ key: 'k9', value: 'after' }]))).to.equal(end);
      await log.clean(Date.now());
      await log.close();
      const again = openPartition(join(copy, '0'), config);
      check(again, note);
      expect(again.highWatermark).to.equal(end + 1);
      await again.close();
      rmSync(copy, { recursive: true });
    } catch (error) {
      throw new Error(`After a kill before ${step}: ${String(error)}`, { cause: error });
    }
  };

  it('of rolling and deleting loses no record that was to stay', async () => {
    const config = { 'segment.bytes': '300', 'retention.bytes': '600' };
    const left = await steps(config, (log) => fill(log, 16));

    expect(left.length).to.be.greaterThan(60);
    for (const one of left)
      await restarted(one, config, (log, written) => {
        const found = recordsFrom(log);
        const { startOffset } = log;
        expect(log.highWatermark).to.be.at.least(written);
        expect(found.map(({ offset }) => offset)).to.deep.equal(
          Array.from({ length: log.highWatermark - startOffset }, (_, at) => startOffset + at),
        );
        for (const { offset, value } of found.filter((record) => record.offset < written))
          expect(value).to.equal(`v${offset}`);
        expect(found.length).to.be.at.least(Math.min(written, 7));
      });
  });

  it('of compacting keeps the last record of every key, and what comes meanwhile', async () => {
    const config = { 'cleanup.policy': 'compact', 'segment.bytes': '300' };
    const left = await steps(
      config,
      async (log) => {
        await Promise.all([log.clean(Date.now()), fill(log, 4)]);
      },
      async (log) => {
        await fill(log, 9);
        await log.clean(Date.now());
        await fill(log, 15);
      },
    );

    expect(left.some(({ step }) => step.startsWith('renameSync'))).to.equal(true);
    for (const one of left)
      await restarted(one, config, (log, written) => {
        const found = recordsFrom(log);
        const last = new Map(found.map(({ key, offset }) => [key, offset]));
        const expected = new Map(acknowledged.slice(0, written).map(([key], at) => [key, at]));
        for (const [key, offset] of expected) expect(last.get(key)).to.be.at.least(offset);
        for (const { offset, key, value } of found.filter((record) => record.offset < written))
          expect([key, value]).to.deep.equal(acknowledged[offset]);
        expect(found.map(({ offset }) => offset)).to.deep.equal(
          [...new Set(found.map(({ offset }) => offset))].sort((a, b) => a - b),
        );
        expect(log.startOffset).to.equal(0);
      });
  });

  it('of taking over the single file of an older release finds it the next time', async () => {
    const config = { 'segment.bytes': '300' };
    const log = openPartition(join(dir, 'topic', '0'), {});
    await fill(log, 8);
    await log.close();
    const segment = join(dir, 'topic', '0');
    const [only = ''] = readdirSync(segment).filter((name) => name.endsWith('.log'));
    renameSync(join(segment, only), join(dir, 'topic', '0.log'));
    rmSync(segment, { recursive: true });

    const left = await killedAtEveryStep(where(), () => openPartition(segment, config).close());
    for (const one of left)
      await restarted(one, config, (opened) =>
        expect(recordsFrom(opened).slice(0, 8)).to.have.length(8),
      );
  });
});

type Config = Readonly<Record<string, string>>;
