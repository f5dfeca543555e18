import {
  CompressionTypes,
  type IHeaders,
  Partitioners,
  type Producer,
  type RecordMetadata,
} from 'kafkajs';
import { withTimeout } from '../../concurrency/index.js';
import { once } from '../../process/index.js';
import type { Kafka } from '../client/connectKafka.js';
import { createLazyConnection } from '../client/lazyConnection.js';
import type { HeaderValue } from '../messages/foreignHeaders.js';
import { isRefusal, UnsendableMessages } from './unsendableMessages.js';

/** A record as Kafka takes it. */
export type OutgoingMessage = Readonly<{
  key: string | Buffer | null;
  value: string | Buffer | null;
  /** A name may have several values, and a value may be null. */
  headers: Readonly<Record<string, HeaderValue | readonly HeaderValue[]>>;
}>;

/**
 * Publishes to one partition of one topic: a `send()` of kafkajs that spans partitions can report
 * success for one that it never wrote (kafkajs issue 1303), and a partition in trouble must not
 * hold up another.
 */
export type PartitionPublisher = Readonly<{
  /**
   * Returns the base offset that the broker acknowledged. One send at a time. Throws
   * UnsendableMessages when the broker refuses the messages for what they are, TimeoutError when
   * the send is still under way after the timeout (it may yet be written), and anything else when
   * it is unknown whether they were written. The next send then starts under a new producer id,
   * because the broker would drop another batch under the old sequence number as a repeat.
   */
  send: (messages: readonly OutgoingMessage[]) => Promise<bigint>;
  stop: () => Promise<void>;
}>;

type TopicPartition = Readonly<{ topic: string; partition: number }>;

/** `timeoutMs` is that of a send. */
export const createPartitionPublisher = (
  kafka: Kafka,
  { topic, partition, timeoutMs }: TopicPartition & Readonly<{ timeoutMs: number }>,
): PartitionPublisher => {
  const connection = createLazyConnection(() => createProducer(kafka));

  const attempt = async (messages: readonly OutgoingMessage[]): Promise<bigint> => {
    const producer = await connection.get();
    const acknowledged = await producer.send({
      topic,
      acks: -1,
      timeout: 5_000,
      compression: CompressionTypes.None,
      messages: messages.map(({ key, value, headers }) => ({
        partition,
        key,
        value,
        // the types of kafkajs know no null
        headers: headers as IHeaders,
      })),
    });

    return baseOffsetOf(acknowledged, { topic, partition });
  };

  const send = async (messages: readonly OutgoingMessage[]): Promise<bigint> => {
    try {
      return await withTimeout(attempt(messages), timeoutMs, `sending to ${topic}`);
    } catch (error) {
      if (isRefusal(error)) throw new UnsendableMessages(error.message);
      void connection.close();
      throw error;
    }
  };

  return { send, stop: once(connection.close) };
};

const createProducer = (kafka: Kafka): Producer =>
  kafka.client.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: { retries: 4, initialRetryTime: 50, maxRetryTime: 1_000 },
  });

/** The proof that the broker wrote them: exactly one result, for this partition, with an offset. */
const baseOffsetOf = (
  acknowledged: readonly (RecordMetadata | null)[],
  { topic, partition }: TopicPartition,
): bigint => {
  const [result] = acknowledged;
  const isForUs =
    acknowledged.length === 1 && result?.topicName === topic && result.partition === partition;
  if (!isForUs || result.errorCode !== 0 || !/^\d+$/.test(result.baseOffset ?? ''))
    throw new Error(`the broker did not acknowledge partition ${partition} of ${topic}`);

  return BigInt(result.baseOffset ?? '');
};
