import { deadLetterTopic, type Topic } from '../../../contracts/messages/index.js';
import type { DecodedRecord } from '../messages/decode.js';
import type { Publisher } from '../publisher/publisher.js';
import { foreignHeadersOf } from '../messages/foreignHeaders.js';
import { withDeadLetterHeaders } from './deadLetterHeaders.js';

/**
 * In characters: a message with a thousand faults has a reason that is larger than the broker
 * accepts.
 */
const maxReasonLength = 1_000;

/** Publishes messages that can never succeed, unchanged, to the same partition of `<topic>.dlq`. */
export const createDeadLetters = <T extends Topic>(publisher: Publisher, groupId: string) => {
  const sent = new Set<string>();

  return {
    /**
     * Durable when it resolves. A message that was sent already, because its batch is retried, is
     * not sent again until `forget`.
     */
    sendToDeadLetter: async (message: DecodedRecord<T>, reason: string): Promise<void> => {
      const { source, raw } = message;
      const origin = originOf(message);
      if (sent.has(origin)) return;
      await publisher.send(deadLetterTopic(source.topic), source.partition, [
        {
          key: raw.key,
          value: raw.value,
          headers: withDeadLetterHeaders(foreignHeadersOf(raw.headers), {
            dlq_error: reason.slice(0, maxReasonLength),
            dlq_group: groupId,
            dlq_source: origin,
            dlq_time: new Date().toISOString(),
          }),
        },
      ]);
      sent.add(origin);
    },
    /** These messages will not be retried. */
    forget: (messages: readonly DecodedRecord<T>[]): void => {
      if (sent.size > 0) for (const message of messages) sent.delete(originOf(message));
    },
  };
};

export type DeadLetters<T extends Topic> = ReturnType<typeof createDeadLetters<T>>;

const originOf = <T extends Topic>({
  source: { topic, partition },
  raw,
}: DecodedRecord<T>): string => `${topic}/${partition}/${raw.offset}`;
