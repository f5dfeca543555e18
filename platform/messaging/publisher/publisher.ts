import { CompressionTypes, Partitioners, type Producer, type RecordMetadata } from 'kafkajs';
import { withTimeout } from '../../concurrency/index.js';
import { once } from '../../process/index.js';
import { UnsendableMessages } from '../client/errors.js';
import type { Kafka } from '../client/kafka.js';

export type OutgoingMessage = Readonly<{
  key: string | Buffer | null;
  value: string | Buffer | null;
  headers: Readonly<Record<string, string | Buffer>>;
}>;

/**
 * Publishes to one partition of one topic: a `send()` that spans partitions can report success for
 * one that it never wrote (kafkajs issue 1303), and a partition in trouble holds up no other.
 *
 * `send` answers the base offset that the broker acknowledged. One send at a time. It throws
 * UnsendableMessages when the broker refuses the messages for good, TimeoutError when the send is
 * still under way after the deadline (it may yet be written), and anything else when it is unknown
 * whether they were written; the next send then starts under a new producer id, because a
 * different batch under the old sequence number would be dropped as a repeat.
 */
export type PartitionPublisher = Readonly<{
  send: (messages: readonly OutgoingMessage[]) => Promise<bigint>;
  stop: () => Promise<void>;
}>;

export const sendDeadline = 15_000;
const goodbyeDeadline = 2_000;

type Target = Readonly<{ topic: string; partition: number; deadline: number }>;

export const createPartitionPublisher = (
  kafka: Kafka,
  { topic, partition, deadline }: Target,
): PartitionPublisher => {
  let current: Promise<Producer> | null = null;

  const drop = async (): Promise<void> => {
    const producer = current;
    current = null;
    if (producer === null) return;
    const goodbye = producer.then((connected) => connected.disconnect());
    // it waits for what is under way, and a paused broker never answers
    await withTimeout(goodbye, goodbyeDeadline, 'disconnecting').catch(() => undefined);
  };

  const attempt = async (messages: readonly OutgoingMessage[]): Promise<bigint> => {
    const producer = await (current ??= connectProducer(kafka));
    const acknowledged = await producer.send({
      topic,
      acks: -1,
      timeout: 5_000,
      compression: CompressionTypes.None,
      messages: messages.map(({ key, value, headers }) => ({ partition, key, value, headers })),
    });

    return baseOffsetOf(acknowledged, { topic, partition });
  };

  const send = async (messages: readonly OutgoingMessage[]): Promise<bigint> => {
    try {
      return await withTimeout(attempt(messages), deadline, `sending to ${topic}`);
    } catch (error) {
      if (isRefusedForGood(error)) throw new UnsendableMessages(error.message);
      void drop();
      throw error;
    }
  };

  return { send, stop: once(drop) };
};

const connectProducer = async (kafka: Kafka): Promise<Producer> => {
  const producer = kafka.client.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: { retries: 4, initialRetryTime: 50, maxRetryTime: 1_000 },
  });
  await producer.connect();

  return producer;
};

/** The proof that the broker wrote them: exactly one answer, for this partition, with an offset. */
const baseOffsetOf = (
  acknowledged: readonly (RecordMetadata | null)[],
  { topic, partition }: Readonly<{ topic: string; partition: number }>,
): bigint => {
  const [answer] = acknowledged;
  const isForUs =
    acknowledged.length === 1 && answer?.topicName === topic && answer.partition === partition;
  if (!isForUs || answer.errorCode !== 0 || !/^\d+$/.test(answer.baseOffset ?? ''))
    throw new Error(`the broker did not acknowledge partition ${partition} of ${topic}`);

  return BigInt(answer.baseOffset ?? '');
};

const refusals = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD'];

const isRefusedForGood = (error: unknown): error is Error =>
  error instanceof Error && refusals.some((type) => typesOf(error).includes(type));

const typesOf = (error: unknown): readonly unknown[] =>
  error instanceof Error ? [(error as { type?: unknown }).type, ...typesOf(error.cause)] : [];

export type Publisher = Readonly<{
  /** Base offset of the messages, as the broker acknowledged it; throws like PartitionPublisher. One at a time per partition. */
  send: (topic: string, partition: number, messages: readonly OutgoingMessage[]) => Promise<bigint>;
  stop: () => Promise<void>;
}>;

/** A publisher per topic-partition, each made when first used. `deadline` of a send in ms, 15 000 unless told. */
export const createPublisher = (
  kafka: Kafka,
  { deadline = sendDeadline }: Readonly<{ deadline?: number }> = {},
): Publisher => {
  const publishers = new Map<string, PartitionPublisher>();

  const publisherOf = (topic: string, partition: number): PartitionPublisher => {
    const name = `${topic}/${partition}`;
    const publisher =
      publishers.get(name) ?? createPartitionPublisher(kafka, { topic, partition, deadline });
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
