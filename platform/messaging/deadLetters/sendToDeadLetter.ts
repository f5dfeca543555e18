import { deadLetterTopic, type Topic } from '../../../contracts/messages/index.js';
import type { Decoded } from '../messages/decode.js';
import type { Publisher } from '../publisher/publisher.js';

/** What is put beside the message's own headers. */
export const errorHeaders = ['dlq_error', 'dlq_group', 'dlq_source', 'dlq_time'] as const;

/** Characters: a message with a thousand faults has a reason that is longer than the broker takes. */
const longestReason = 1_000;

/**
 * Puts messages that can never succeed, as they came, into `<topic>.dlq`, in the partition that they
 * came from. A retried batch puts none twice: what was put is remembered until `forget`.
 */
export const createDeadLetters = <T extends Topic>(publisher: Publisher, groupId: string) => {
  const done = new Set<string>();

  const put = async (message: Decoded<T>, reason: string): Promise<void> => {
    const { source, raw } = message;
    if (done.has(placeOf(message))) return;
    await publisher.send(deadLetterTopic(source.topic), source.partition, [
      {
        key: raw.key,
        value: raw.value,
        headers: {
          ...asTheyCame(message),
          dlq_error: reason.slice(0, longestReason),
          dlq_group: groupId,
          dlq_source: placeOf(message),
          dlq_time: new Date().toISOString(),
        },
      },
    ]);
    done.add(placeOf(message));
  };

  const forget = (messages: readonly Decoded<T>[]): void => {
    if (done.size > 0) for (const message of messages) done.delete(placeOf(message));
  };

  return { put, forget };
};

export type DeadLetters<T extends Topic> = ReturnType<typeof createDeadLetters<T>>;

const placeOf = <T extends Topic>({ source: { topic, partition }, raw }: Decoded<T>): string =>
  `${topic}/${partition}/${raw.offset}`;

const asTheyCame = <T extends Topic>({ raw }: Decoded<T>): Record<string, string | Buffer> =>
  Object.fromEntries(
    Object.entries(raw.headers ?? {}).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;

      return first === undefined ? [] : [[name, first] as const];
    }),
  );
