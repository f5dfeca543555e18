import { expect } from 'chai';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClusterMetadata } from '../../../embedded/kafkaBroker/storage/clusterMetadata.js';
import { crc32c } from '../../../embedded/kafkaBroker/protocol/crc32c.js';
import {
  CommittedOffsets,
  offsetsRetentionMs,
} from '../../../embedded/kafkaBroker/storage/committedOffsets.js';
import { createGroupedSync } from '../../../embedded/kafkaBroker/storage/groupedSync.js';

describe('Kafka broker: checksums', () => {
  const known: readonly (readonly [string, number])[] = [
    ['', 0],
    ['a', 0xc1d04330],
    ['123456789', 0xe3069283],
    ['The quick brown fox jumps over the lazy dog', 0x22620404],
  ];

  for (const [text, checksum] of known)
    it(`are CRC-32C (${JSON.stringify(text)})`, () =>
      void expect(crc32c(Buffer.from(text))).to.equal(checksum));
});

describe('Kafka broker: grouped syncs', () => {
  it('run one at a time, and everybody who came meanwhile shares the next', async () => {
    const ends: (() => void)[] = [];
    const sync = createGroupedSync(() => new Promise((resolve) => void ends.push(resolve)));
    const finished: string[] = [];
    const wait = (name: string) => sync().then(() => finished.push(name));
    const all = [wait('first'), wait('second'), wait('third')];

    expect(ends).to.have.length(1);
    ends[0]?.();
    await all[0];
    expect(finished).to.deep.equal(['first']);
    expect(ends).to.have.length(2);
    ends[1]?.();
    await Promise.all(all);
    expect(finished).to.deep.equal(['first', 'second', 'third']);
  });

  it('go on after one that failed', async () => {
    let calls = 0;
    const sync = createGroupedSync(() => {
      calls += 1;
      return calls === 1 ? Promise.reject(new Error('The disk is gone')) : Promise.resolve();
    });
    const results = await Promise.allSettled([sync(), sync()]);

    expect(results.map(({ status }) => status)).to.deep.equal(['rejected', 'fulfilled']);
  });
});

describe('Kafka broker: committed offsets', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'kafka-offsets-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('keep the last of each partition while their file is compacted', () => {
    const path = join(dir, 'offsets');
    const offsets = new CommittedOffsets(path);
    const metadata = 'x'.repeat(1_000);
    for (let offset = 0; offset < 10_000; offset += 1)
      offsets.commit(`group-${offset % 3}`, [{ topic: 't', partition: 1, offset, metadata }]);
    offsets.close();
    const reopened = new CommittedOffsets(path);
    const last = [0, 1, 2].map((n) => reopened.find(`group-${n}`, { topic: 't', partition: 1 }));
    reopened.close();

    expect(last.map((found) => found?.offset)).to.deep.equal([9_999, 9_997, 9_998]);
    expect(statSync(path).size).to.be.lessThan(5_000_000);
  });

  it('expire when nobody has used their group for a week, also after a restart', () => {
    const path = join(dir, 'offsets');
    const offsets = new CommittedOffsets(path);
    const commit = { topic: 't', partition: 0, offset: 1, metadata: '' };
    for (const group of ['left', 'used']) offsets.commit(group, [commit]);
    const now = Date.now();
    const later = now + offsetsRetentionMs;
    const isUsed = (group: string) => group === 'used';
    offsets.expire(later - 60_000, isUsed);
    expect(offsets.groups()).to.deep.equal(['left', 'used']);
    offsets.expire(later + 60_000, isUsed);
    expect(offsets.groups()).to.deep.equal(['used']);
    offsets.close();

    const reopened = new CommittedOffsets(path);
    reopened.expire(later + 120_000, () => false);
    expect(reopened.groups()).to.deep.equal(['used']);
    reopened.expire(later + 120_000 + offsetsRetentionMs, () => false);
    expect(reopened.groups()).to.deep.equal([]);
    reopened.close();
  });
});

describe('Kafka broker: the catalogue', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'kafka-catalogue-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('is rewritten when most of it is outdated, and says the same afterwards', () => {
    const path = join(dir, 'catalogue');
    let rewritten = 0;
    const cluster = new ClusterMetadata(path, () => (rewritten += 1));
    cluster.addTopic('kept', 3, { 'retention.ms': '5' });
    cluster.addTopic('gone', 1, {});
    cluster.removeTopic('gone');
    const producerId = cluster.nextProducerId();
    for (let before = 1; before <= 3_000; before += 1) {
      cluster.deleteRecords('kept', 1, before);
      cluster.deleteRecords('kept', 2, 2 * before);
    }
    const { clusterId } = cluster;
    const topics = cluster.topics();
    cluster.close();
    expect(statSync(path).size).to.be.lessThan(80_000);
    expect(rewritten).to.be.within(4, 20);

    const reopened = new ClusterMetadata(path);
    expect(reopened.clusterId).to.equal(clusterId);
    expect(reopened.topics()).to.deep.equal(topics);
    expect(topics).to.deep.equal([
      {
        id: 1,
        name: 'kept',
        partitions: 3,
        config: { 'retention.ms': '5' },
        deletedBefore: { 1: 3_000, 2: 6_000 },
      },
    ]);
    expect(reopened.addTopic('next', 1, {}).id).to.equal(3);
    expect(reopened.nextProducerId()).to.be.greaterThan(producerId);
    reopened.close();
  });
});
