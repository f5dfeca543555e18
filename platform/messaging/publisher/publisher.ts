import { once } from '../../process/index.js';
import type { Kafka } from '../client/connectKafka.js';
import {
  createPartitionPublisher,
  type OutgoingMessage,
  type PartitionPublisher,
} from './partitionPublisher.js';

export type Publisher = Readonly<{
  /**
   * Returns the base offset of the messages, as the broker acknowledged it; throws as
   * PartitionPublisher does. One send at a time per partition.
   */
  send: (topic: string, partition: number, messages: readonly OutgoingMessage[]) => Promise<bigint>;
  stop: () => Promise<void>;
}>;

/**
 * Creates a publisher per topic-partition on first use. `timeoutMs` of a send is 15 000 by default.
 */
export const createPublisher = (
  kafka: Kafka,
  { timeoutMs = 15_000 }: Readonly<{ timeoutMs?: number }> = {},
): Publisher => {
  const publishers = new Map<string, PartitionPublisher>();

  const publisherOf = (topic: string, partition: number): PartitionPublisher => {
    const name = `${topic}/${partition}`;
    const publisher =
      publishers.get(name) ?? createPartitionPublisher(kafka, { topic, partition, timeoutMs });
    publishers.set(name, publisher);

    return publisher;
  };

  return {
    send: (topic, partition, messages) => publisherOf(topic, partition).send(messages),
    stop: once(async () => {
      await Promise.all([...publishers.values()].map((publisher) => publisher.stop()));
    }),
  };
};
