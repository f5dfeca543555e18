import { deadLetterTopic, topics, type Topic } from '../../../contracts/messages/index.js';
import { coalesce, createCached } from '../../../platform/concurrency/index.js';
import {
  countDeadLetters,
  type DeadLetter,
  type Kafka,
  listDeadLetters,
  retryDeadLetters,
} from '../../../platform/messaging/index.js';

export type DeadLetterReader = Readonly<{
  /** How many wait, at most 5 s old. */
  count: () => Promise<number>;
  /** Oldest first per partition. */
  list: () => Promise<readonly DeadLetter[]>;
  /** Returns how many were sent once more. */
  retry: () => Promise<number>;
}>;

const countForMs = 5_000;

/** Of several calls at once only one reads or sends. */
export const createDeadLetterReader = (kafka: Kafka): DeadLetterReader => {
  const names = (Object.keys(topics) as Topic[]).map(deadLetterTopic);

  return {
    count: createCached(() => countDeadLetters(kafka, names), countForMs),
    list: coalesce(() => listDeadLetters(kafka)),
    retry: coalesce(() => retryDeadLetters(kafka)),
  };
};
