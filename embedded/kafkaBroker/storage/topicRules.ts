import { KafkaError } from '../protocol/errorCodes.js';

const allowed = /^[A-Za-z0-9._-]{1,249}$/;

/** Kafka's own rule for topic names. */
export const isTopicName = (name: string): boolean =>
  allowed.test(name) && name !== '.' && name !== '..';

/** Kafka refuses two topics whose names would collide in its metrics. */
export const collisionKey = (name: string): string => name.replaceAll('.', '_');

/** Partitions that a topic of this broker may have. */
export const maxPartitions = 1000;

/**
 * Configuration that a topic may have. Only `max.message.bytes` has an effect: logs are kept for
 * ever.
 */
export const topicDefaults: Readonly<Record<string, string>> = {
  'cleanup.policy': 'delete',
  'compression.type': 'producer',
  'max.message.bytes': '1048588',
  'message.timestamp.type': 'CreateTime',
  'min.insync.replicas': '1',
  'retention.bytes': '-1',
  'retention.ms': '-1',
};

/** Throws INVALID_CONFIG for an unknown name, or a value that must be a number and is none. */
export const checkConfig = (config: Readonly<Record<string, string>>): void => {
  for (const [name, value] of Object.entries(config)) {
    if (!(name in topicDefaults)) throw new KafkaError('INVALID_CONFIG', `${name} is unknown`);
    if (/bytes|\.ms$|replicas/.test(name) && !/^-?\d+$/.test(value))
      throw new KafkaError('INVALID_CONFIG', `${name} is not a number`);
  }
};
