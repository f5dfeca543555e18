import type { IHeaders, KafkaMessage } from 'kafkajs';
import { z } from 'zod';
import { headerNames, topics, type Topic } from '../../contracts/messages/index.js';
import { messageOf } from './errors.js';
import type { ReceivedMessage } from './receivedMessage.js';

export type Source<T extends Topic> = Readonly<{ topic: T; partition: number }>;

/** A message as it came, and what it says, or the reason why nobody can read it. */
export type Decoded<T extends Topic> = Readonly<{ source: Source<T>; raw: KafkaMessage }> &
  (Readonly<{ received: ReceivedMessage<T> }> | Readonly<{ received: null; reason: string }>);

export const decode = <T extends Topic>(source: Source<T>, raw: KafkaMessage): Decoded<T> => {
  try {
    return { source, raw, received: toReceived(source, raw) };
  } catch (error) {
    return { source, raw, received: null, reason: reasonOf(error) };
  }
};

const toReceived = <T extends Topic>(
  { topic, partition }: Source<T>,
  raw: KafkaMessage,
): ReceivedMessage<T> => {
  const headers = headersSchema.parse(toTexts(raw.headers));
  const schema = (topics[topic] as Readonly<Record<string, z.ZodType | undefined>>)[
    headers.ce_type
  ];
  if (schema === undefined) throw new Error(`unknown ce_type ${headers.ce_type}`);
  if (raw.key === null || raw.value === null) throw new Error('the message has no key or no value');

  // the schema was looked up by topic and type: the pair of type and value is what the union says
  return {
    topic,
    partition,
    offset: BigInt(raw.offset),
    key: raw.key.toString(),
    headers,
    timestamp: Number(raw.timestamp),
    type: headers.ce_type,
    value: schema.parse(JSON.parse(raw.value.toString())),
  } as unknown as ReceivedMessage<T>;
};

const known: readonly string[] = headerNames;

const headersSchema = z.object({
  ...Object.fromEntries(headerNames.map((name) => [name, z.string().optional()] as const)),
  ce_id: z.string().min(1),
  ce_type: z.string().min(1),
});

const toTexts = (headers: IHeaders = {}): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => known.includes(name))
      .map(([name, value]) => [name, Buffer.isBuffer(value) ? value.toString() : value]),
  );

const reasonOf = (error: unknown): string =>
  error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
