import { KafkaError } from '../protocol/errorCodes.js';
import type { TopicConfig } from './clusterMetadata.js';

/** What the log of a partition needs to know of its topic's configuration. */
export type LogSettings = Readonly<{
  maxMessageBytes: number;
  segmentBytes: number;
  segmentMs: number;
  /** Infinity: for ever. */
  retentionMs: number;
  retentionBytes: number;
  deletes: boolean;
  compacts: boolean;
  deleteRetentionMs: number;
  minCompactionLagMs: number;
  minDirtyRatio: number;
  /** How far the time of a record may be in the past or future. */
  maxPastMs: number;
  maxFutureMs: number;
}>;

/** However large a topic wants its segments: a start reads the last one of each partition. */
export const largestSegment = 16 * 1024 * 1024;

type Check = (value: string) => boolean;

/** As in Kafka: whole numbers in decimal digits. */
const whole =
  (least: number, most: bigint | number): Check =>
  (value) =>
    /^\s*[+-]?\d{1,30}\s*$/.test(value) && BigInt(value) >= least && BigInt(value) <= most;
const int = (least: number, most = 2 ** 31 - 1): Check => whole(least, most);
const long = (least: number): Check => whole(least, 2n ** 63n - 1n);
const ratio: Check = (value) =>
  /^\d*\.?\d+$/.test(value.trim()) && Number(value) >= 0 && Number(value) <= 1;
const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    values.includes(value);
const policies: Check = (value) =>
  value.split(',').every((one) => oneOf('delete', 'compact')(one.trim()));

const day = 86_400_000;

/**
 * Configuration of topics, with Kafka's defaults. A value that this broker could not keep to is
 * refused; one without effect changes nothing that clients can see.
 */
const definitions: Readonly<Record<string, readonly [value: string, isAllowed: Check]>> = {
  'cleanup.policy': ['delete', policies],
  'compression.gzip.level': ['-1', int(-1, 9)],
  'compression.lz4.level': ['9', int(1, 17)],
  'compression.type': ['producer', oneOf('producer')],
  'compression.zstd.level': ['3', int(-131072, 22)],
  'delete.retention.ms': [String(day), long(0)],
  'file.delete.delay.ms': ['60000', long(0)],
  'flush.messages': ['9223372036854775807', long(1)],
  'flush.ms': ['9223372036854775807', long(0)],
  'index.interval.bytes': ['4096', int(0)],
  'follower.replication.throttled.replicas': ['', oneOf('')],
  'leader.replication.throttled.replicas': ['', oneOf('')],
  'local.retention.bytes': ['-2', oneOf('-2')],
  'local.retention.ms': ['-2', oneOf('-2')],
  'max.compaction.lag.ms': ['9223372036854775807', oneOf('9223372036854775807')],
  'max.message.bytes': ['1048588', int(0)],
  'message.timestamp.after.max.ms': ['3600000', long(0)],
  'message.timestamp.before.max.ms': ['9223372036854775807', long(0)],
  'message.timestamp.type': ['CreateTime', oneOf('CreateTime')],
  'min.cleanable.dirty.ratio': ['0.5', ratio],
  'min.compaction.lag.ms': ['0', long(0)],
  'min.insync.replicas': ['1', oneOf('1')],
  preallocate: ['false', oneOf('true', 'false')],
  'remote.log.copy.disable': ['false', oneOf('false')],
  'remote.log.delete.on.disable': ['false', oneOf('false')],
  'remote.storage.enable': ['false', oneOf('false')],
  'retention.bytes': ['-1', long(-1)],
  'retention.ms': [String(7 * day), long(-1)],
  'segment.bytes': ['1073741824', int(14)],
  'segment.index.bytes': ['10485760', int(4)],
  'segment.jitter.ms': ['0', long(0)],
  'segment.ms': [String(7 * day), long(1)],
  'unclean.leader.election.enable': ['false', oneOf('true', 'false')],
};

export const topicDefaults: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(definitions).map(([name, [value]]) => [name, value]),
);

/** Throws INVALID_CONFIG for an unknown name, and for a value that this broker does not keep to. */
export const checkConfig = (config: TopicConfig): void => {
  for (const [name, value] of Object.entries(config)) {
    const isAllowed = definitions[name]?.[1];
    if (isAllowed === undefined) throw new KafkaError('INVALID_CONFIG', `${name} is unknown`);
    if (!isAllowed(value))
      throw new KafkaError('INVALID_CONFIG', `${name} cannot be '${value}' in this broker`);
  }
};

export const logSettings = (config: TopicConfig): LogSettings => {
  const text = (name: string): string => config[name] ?? topicDefaults[name] ?? '';
  const number = (name: string): number => Number(text(name));
  const limit = (name: string): number => (number(name) < 0 ? Infinity : number(name));
  const policy = text('cleanup.policy');

  return {
    maxMessageBytes: number('max.message.bytes'),
    segmentBytes: Math.min(number('segment.bytes'), largestSegment),
    segmentMs: number('segment.ms'),
    retentionMs: limit('retention.ms'),
    retentionBytes: limit('retention.bytes'),
    deletes: policy.includes('delete'),
    compacts: policy.includes('compact'),
    deleteRetentionMs: number('delete.retention.ms'),
    minCompactionLagMs: number('min.compaction.lag.ms'),
    minDirtyRatio: number('min.cleanable.dirty.ratio'),
    maxPastMs: number('message.timestamp.before.max.ms'),
    maxFutureMs: number('message.timestamp.after.max.ms'),
  };
};
