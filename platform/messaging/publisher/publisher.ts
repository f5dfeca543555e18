import { once } from '../../process/index.js';
import { connectKafka, type Kafka, type KafkaOptions } from '../client/connectKafka.js';
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

/**
 * A publisher with connections of its own, which are cut where `mayWrite` is false right before
 * something is sent.
 */
export const createFencedPublisher = (
  options: KafkaOptions & Readonly<{ mayWrite: () => boolean }>,
): Publisher => {
  const kafka = connectKafka(options);
  const publisher = createPublisher(kafka);

  return {
    ...publisher,
    stop: once(async () => {
      await publisher.stop();
      await kafka.stop();
    }),
  };
};
