const allowed = /^[A-Za-z0-9._-]{1,249}$/;

/** Kafka's own rule for topic names. */
export const isTopicName = (name: string): boolean =>
  allowed.test(name) && name !== '.' && name !== '..';

/** Kafka refuses two topics whose names would collide in its metrics. */
export const collisionKey = (name: string): string => name.replaceAll('.', '_');

/** Partitions that a topic of this broker may have. */
export const maxPartitions = 1000;
