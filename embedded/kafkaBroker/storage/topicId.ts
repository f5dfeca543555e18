import { createHash } from 'node:crypto';

/** Stands for no topic. */
export const noTopicId = 'A'.repeat(22);

/**
 * Returns the id by which clients know a topic, in base64. Its number is never used again in this
 * cluster, so a topic that is created again has another id, and nothing has to be stored.
 */
export const topicIdOf = (clusterId: string, number: number): string =>
  createHash('sha256')
    .update(`${clusterId}/${number}`)
    .digest()
    .subarray(0, 16)
    .toString('base64url');
