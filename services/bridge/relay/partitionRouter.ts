import { partitionOf } from '../../../platform/messaging/index.js';
import type { UnpublishedRow } from './outbox.js';
import {
  createPartitionQueue,
  type PartitionQueue,
  type PartitionQueueDeps,
} from './partitionQueue.js';

/** Adds each row to the queue of its topic-partition. */
export const createPartitionRouter = (deps: PartitionQueueDeps): PartitionQueue => {
  const queues = new Map<string, PartitionQueue>();

  const queueOf = ({ topic, key, headers }: UnpublishedRow): PartitionQueue => {
    // rows of older releases have the key alone
    const partition = partitionOf(headers['ce_partitionkey'] ?? key);
    const name = `${topic}/${partition}`;
    const queue = queues.get(name) ?? createPartitionQueue({ topic, partition }, deps);
    queues.set(name, queue);

    return queue;
  };

  return {
    add: (row) => queueOf(row).add(row),
    stop: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.stop()));
    },
  };
};
