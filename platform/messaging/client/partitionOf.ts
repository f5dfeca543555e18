import { partitionsPerTopic } from '../../../contracts/messages/index.js';

const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

/**
 * Returns the partition of a key: murmur2 as in Kafka's Java client, which is also what kafkajs'
 * DefaultPartitioner uses. Known here, so that rows can be grouped per partition before sending.
 */
export const partitionOf = (key: string, partitions: number = partitionsPerTopic): number =>
  (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;

const murmur2 = (data: Buffer): number => {
  const wholeWords = data.length - (data.length % 4);
  let hash = seed ^ data.length;
  for (let at = 0; at < wholeWords; at += 4)
    hash = Math.imul(hash, multiplier) ^ mixed(data.readInt32LE(at));
  if (wholeWords < data.length) {
    hash ^= data.readUIntLE(wholeWords, data.length - wholeWords);
    hash = Math.imul(hash, multiplier);
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);

  return hash ^ (hash >>> 15);
};

const mixed = (word: number): number => {
  const product = Math.imul(word, multiplier);

  return Math.imul(product ^ (product >>> 24), multiplier);
};
