import type { KafkaMessage } from 'kafkajs';
import type { Topic } from '../../../contracts/messages/index.js';
import { foreignHeadersOf, lastText } from '../messages/foreignHeaders.js';

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
  const headers = foreignHeadersOf(raw.headers);
  const header = (name: string): string | null => lastText(headers, name);

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
