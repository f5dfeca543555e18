import { replacePart } from './kafkajsParts.js';

type Bytes = string | Buffer | null;

/** What kafkajs hands to the encoder of a record; its time is in milliseconds after the first. */
type KafkaRecord = Readonly<{
  offsetDelta?: number;
  timestampDelta?: number;
  key?: Bytes;
  value?: Bytes;
  headers?: Readonly<Record<string, Bytes | readonly Bytes[]>>;
}>;

/** As much of the Encoder of kafkajs as is taken of a record. */
type Encoded = Readonly<{ buf: Buffer; buffer: Buffer }>;

const encoder = 'protocol/recordBatch/record/v0/index.js';

/** Who calls it: each later version of the request as the third does. */
const encodesRecords = [3, 4, 5, 6, 7].map(
  (version) => `protocol/requests/produce/v${version}/request.js`,
);

/**
 * Replaces the encoder of a record by one that writes it into one buffer. kafkajs 2.2.4 takes 512
 * bytes for each header and a list for each number, and throws for a header that is null
 * (tulios/kafkajs#1789). Returns whether it is replaced, which a test requires.
 */
export const replaceRecordEncoding = (): boolean =>
  replacePart(encoder, encodeRecord, encodesRecords);

/** Length, attributes, time, offset, key, value and headers: all numbers are varints. */
const encodeRecord = (record: KafkaRecord): Encoded => {
  const { offsetDelta = 0, timestampDelta = 0, key = null, value = null, headers = {} } = record;
  const texts = textsOf(headers);
  const numbers = [timestampDelta, offsetDelta, texts.length / 2];
  const body =
    1 +
    numbers.reduce((sum, number) => sum + varintLength(number), 0) +
    [key, value, ...texts].reduce((sum: number, text) => sum + encodedLength(text), 0);
  const buffer = Buffer.allocUnsafe(varintLength(body) + body);
  let at = writeVarint(buffer, body, 0);
  buffer[at] = 0;
  at = writeVarint(buffer, timestampDelta, at + 1);
  at = writeVarint(buffer, offsetDelta, at);
  at = writeText(buffer, key, at);
  at = writeText(buffer, value, at);
  at = writeVarint(buffer, texts.length / 2, at);
  for (const text of texts) at = writeText(buffer, text, at);

  return { buf: buffer, buffer };
};

/** Names and values in turn. */
const textsOf = (headers: Required<KafkaRecord>['headers']): Bytes[] => {
  const texts: Bytes[] = [];
  for (const [name, values] of Object.entries(headers))
    for (const value of isList(values) ? values : [values]) texts.push(name, value);

  return texts;
};

const isList = (value: Bytes | readonly Bytes[]): value is readonly Bytes[] => Array.isArray(value);

/** Null has no bytes and the length -1. */
const encodedLength = (text: Bytes): number => {
  const bytes = text === null ? -1 : Buffer.byteLength(text);

  return varintLength(bytes) + Math.max(bytes, 0);
};

const writeText = (buffer: Buffer, text: Bytes, at: number): number => {
  if (text === null) return writeVarint(buffer, -1, at);
  const bytes = Buffer.byteLength(text);
  const begin = writeVarint(buffer, bytes, at);
  if (typeof text === 'string') buffer.write(text, begin);
  else text.copy(buffer, begin);

  return begin + bytes;
};

const varintLength = (value: number): number => {
  let length = 1;
  for (let rest = zigzag(value); rest >= 0x80; rest = Math.floor(rest / 0x80)) length += 1;

  return length;
};

/** Returns the place behind it. */
const writeVarint = (buffer: Buffer, value: number, at: number): number => {
  let [rest, place] = [zigzag(value), at];
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) {
    buffer[place] = (rest % 0x80) + 0x80;
    place += 1;
  }
  buffer[place] = rest;

  return place + 1;
};

const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
