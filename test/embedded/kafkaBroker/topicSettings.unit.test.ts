import { expect } from 'chai';
import {
  checkConfig,
  logSettings,
  topicDefaults,
} from '../../../embedded/kafkaBroker/storage/topicSettings.js';

const mostInt = '2147483647';
const mostLong = '9223372036854775807';

/** As Kafka 4.1 types them. */
const ints = [
  'compression.zstd.level',
  'index.interval.bytes',
  'max.message.bytes',
  'segment.bytes',
  'segment.index.bytes',
];
const longs = [
  'delete.retention.ms',
  'file.delete.delay.ms',
  'flush.messages',
  'flush.ms',
  'max.compaction.lag.ms',
  'message.timestamp.after.max.ms',
  'message.timestamp.before.max.ms',
  'min.compaction.lag.ms',
  'retention.bytes',
  'retention.ms',
  'segment.jitter.ms',
  'segment.ms',
];

describe('Kafka broker: the values of settings', () => {
  const isTaken = (name: string, value: string): boolean => {
    try {
      checkConfig({ [name]: value });

      return true;
    } catch {
      return false;
    }
  };

  for (const name of longs)
    it(`go up to 2^63 - 1: ${name}`, () => {
      expect(isTaken(name, mostLong)).to.equal(true);
      expect(isTaken(name, '9223372036854775808')).to.equal(false);
    });

  for (const name of ints.slice(1))
    it(`go up to 2^31 - 1: ${name}`, () => {
      expect(isTaken(name, mostInt)).to.equal(true);
      expect(isTaken(name, '2147483648')).to.equal(false);
      expect(isTaken(name, '4294967296')).to.equal(false);
    });

  for (const name of [...ints, ...longs])
    it(`are whole numbers: ${name}`, () => {
      for (const value of ['1.5', '1e3', '', 'x', '0x10'])
        expect(isTaken(name, value)).to.equal(false);
    });

  it('may be fractions where they are shares', () => {
    const isShare = (value: string) => isTaken('min.cleanable.dirty.ratio', value);

    expect(['0', '0.25', '.5', '1', '1.0'].map(isShare)).not.to.include(false);
    expect(['1.1', '-0.1', '', '.', 'x'].map(isShare)).not.to.include(true);
  });

  it('are taken where they are the default', () => {
    for (const [name, value] of Object.entries(topicDefaults))
      expect(isTaken(name, value), name).to.equal(true);
  });

  it('keep for ever what is kept for the longest time', () => {
    const kept = logSettings({ 'retention.bytes': mostLong, 'retention.ms': mostLong });

    expect(kept.retentionBytes).to.be.greaterThan(Number.MAX_SAFE_INTEGER);
    expect(kept.retentionMs).to.be.greaterThan(Number.MAX_SAFE_INTEGER);
  });
});
