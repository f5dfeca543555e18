import type { IHeaders, KafkaMessage } from 'kafkajs';
import { z } from 'zod';
import { headerNames, topics, type Topic } from '../../../contracts/messages/index.js';
import { errorText } from '../../process/index.js';
import type { ReceivedMessage } from './receivedMessage.js';

export type Source<T extends Topic> = Readonly<{ topic: T; partition: number }>;

/** A Kafka record as it came, with the message in it, or the reason why it cannot be decoded. */
export type DecodedRecord<T extends Topic> = Readonly<{ source: Source<T>; raw: KafkaMessage }> &
  (Readonly<{ received: ReceivedMessage<T> }> | Undecoded);

/** `isOfUnknownType`: a newer release may know it. */
type Undecoded = Readonly<{ received: null; reason: string; isOfUnknownType: boolean }>;

/** Never throws: a record that cannot be decoded has `received: null`. */
export const decode = <T extends Topic>(source: Source<T>, raw: KafkaMessage): DecodedRecord<T> => {
  try {
    return { source, raw, received: toReceived(source, raw) };
  } catch (error) {
    const isOfUnknownType = error instanceof UnknownType && raw.key !== null;

    return { source, raw, received: null, reason: reasonOf(error), isOfUnknownType };
  }
};

class UnknownType extends Error {}

const toReceived = <T extends Topic>(
  { topic, partition }: Source<T>,
  raw: KafkaMessage,
): ReceivedMessage<T> => {
  const headers = headersSchema.parse(toTexts(raw.headers));
  const schema = (topics[topic] as Readonly<Record<string, z.ZodType | undefined>>)[
    headers.ce_type
  ];
  if (schema === undefined) throw new UnknownType(`unknown ce_type ${headers.ce_type}`);
  if (raw.key === null || raw.value === null) throw new Error('the message has no key or no value');
  if (raw.value.length > maxValueBytes)
    throw new Error(`the message has more than ${maxValueBytes} bytes`);
  const key = name.parse(raw.key.toString());

  // the schema was looked up by topic and type: the pair of type and value is what the union says
  return {
    topic,
    partition,
    offset: BigInt(raw.offset),
    key,
    headers,
    timestamp: Number(raw.timestamp),
    type: headers.ce_type,
    value: schema.parse(parseValue(raw.value.toString())),
  } as unknown as ReceivedMessage<T>;
};

/** More than an order of 50 lines ever needs. Validating much more would block the event loop. */
const maxValueBytes = 128 * 1024;

// In JSON both can only stand as escapes. Postgres refuses them: storing them would be retried for
// ever.
const escapes = /\\u(?:0000|d[89a-f])/i;
const unstorable = /\0|\p{Surrogate}/u;

const parseValue = (text: string): unknown =>
  escapes.test(text) ? JSON.parse(text, refuseUnstorable) : JSON.parse(text);

const refuseUnstorable = (_: string, value: unknown): unknown => {
  if (typeof value === 'string' && unstorable.test(value))
    throw new Error('a text holds NUL or half of a surrogate pair');

  return value;
};

/**
 * Keys and ids become part of every event that the message causes, and the size of an event is
 * limited.
 */
const name = z.string().regex(/^[!-~]{1,200}$/, 'Expected 1 to 200 visible characters');

const headersSchema = z.object({
  ...Object.fromEntries(headerNames.map((header) => [header, z.string().optional()] as const)),
  ce_id: name,
  ce_type: z.string().min(1),
  // one that is not well-formed counts as absent
  traceparent: name.max(55).optional().catch(undefined),
});

/** Null is as good as absent. One that is repeated has no single value, which no schema takes. */
const toTexts = (headers: Readonly<Record<string, KafkaHeader>> = {}): Record<string, unknown> => {
  const texts: Record<string, unknown> = {};
  for (const name of headerNames) {
    const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
    if (value !== undefined && value !== null) texts[name] = toText(value);
  }

  return texts;
};

/** The types of kafkajs know no null. */
type KafkaHeader = IHeaders[string] | null;

const toText = (value: NonNullable<KafkaHeader>): unknown =>
  Array.isArray(value) ? (value.length > 1 ? value : value[0]?.toString()) : value.toString();

/** At most 10 faults are listed: a message can have a hundred thousand. */
const reasonOf = (error: unknown): string =>
  error instanceof z.ZodError
    ? z.prettifyError(new z.ZodError(error.issues.slice(0, 10)))
    : errorText(error);
