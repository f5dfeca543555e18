import type { KafkaMessage } from 'kafkajs';
import type { Topic } from '../../../contracts/messages/index.js';

/**
 * A record of `<topic>.dlq`. `topic` is the one that the message came from, `raw` the record
 * itself.
 */
export type DeadLetter = Readonly<{
  topic: Topic;
  partition: number;
  offset: string;
  key: string | null;
  type: string | null;
  error: string;
  group: string;
  time: string;
  raw: KafkaMessage;
}>;

export const toDeadLetter = (topic: Topic, partition: number, raw: KafkaMessage): DeadLetter => {
  const header = (name: string): string | null => {
    const value = raw.headers?.[name];

    return value === undefined ? null : String(value);
  };

  return {
    topic,
    partition,
    offset: raw.offset,
    key: raw.key?.toString() ?? null,
    type: header('ce_type'),
    error: header('dlq_error') ?? 'unknown',
    group: header('dlq_group') ?? 'unknown',
    time: header('dlq_time') ?? 'unknown',
    raw,
  };
};
