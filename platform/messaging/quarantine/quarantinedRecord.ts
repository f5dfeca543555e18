import type { KafkaMessage } from 'kafkajs';
import type { Topic } from '../../../contracts/messages/index.js';
import { decode, type DecodedRecord } from '../messages/decode.js';
import { storableText } from '../../postgres/index.js';
import { type ForeignHeaders, foreignHeadersOf } from '../messages/foreignHeaders.js';

/**
 * `undecided`: nobody could handle it yet. `waiting`: behind another one of its key. `unwritten`:
 * it can never succeed, and its dead letter could not be written either; nobody waits for it.
 */
export type QuarantineState = 'undecided' | 'waiting' | 'unwritten';

/** A record and where it came from, decoded or not. */
export type RawRecord = Readonly<{
  source: Readonly<{ topic: string; partition: number }>;
  raw: KafkaMessage;
}>;

export type QuarantinedRecord = Readonly<{
  record: RawRecord;
  state: QuarantineState;
  /** The stream that cannot be read, where that is the reason. */
  stream: string | null;
  error: string;
}>;

/** In hex: a foreign key may be any bytes. */
export const nameOfKey = ({ source, raw }: RawRecord): string =>
  `${source.topic}/${raw.key?.toString('hex') ?? ''}`;

/** Returns why a message waits as it is stored: its beginning. */
export const toStoredError = (error: string): string => storableText(error.slice(0, 1_000));

export const keysOf = (records: readonly RawRecord[]) => {
  const withKey = records.filter(({ raw }) => raw.key !== null);

  return {
    topics: withKey.map(({ source }) => source.topic),
    keys: withKey.map(({ raw }) => raw.key),
  };
};

export const toQuarantineColumns = ({
  record: { source, raw },
  state,
  stream,
  error,
}: QuarantinedRecord) => ({
  ...source,
  offset: raw.offset,
  record_time: Number(raw.timestamp),
  key: raw.key?.toString('base64') ?? null,
  value: raw.value?.toString('base64') ?? null,
  headers: Object.entries(foreignHeadersOf(raw.headers)).map(([name, values]) => [
    Buffer.from(name).toString('base64'),
    values.map((value) => (value === null ? null : Buffer.from(value).toString('base64'))),
  ]),
  state,
  stream,
  error: toStoredError(error),
});

/** A stored message. */
export type QuarantineRow = Readonly<{
  id: number;
  topic: Topic;
  partition: number;
  offset: string;
  recordTime: string;
  key: Buffer | null;
  value: Buffer | null;
  /** Names and values in base64. */
  headers: readonly (readonly [string, readonly (string | null)[]])[];
  state: QuarantineState;
  stream: string | null;
}>;

/** The record as it came, read by this release. */
export const toRecord = (row: QuarantineRow): DecodedRecord<Topic> => {
  const { topic, partition, offset, recordTime, key, value } = row;
  const headers: ForeignHeaders = Object.fromEntries(
    row.headers.map(([name, values]) => [
      Buffer.from(name, 'base64').toString(),
      values.map((text) => (text === null ? null : Buffer.from(text, 'base64'))),
    ]),
  );
  // the types of kafkajs do not know null
  const raw = {
    key,
    value,
    offset,
    timestamp: recordTime,
    attributes: 0,
    headers: compact(headers),
  };

  return decode({ topic, partition }, raw as unknown as KafkaMessage);
};

const compact = (headers: ForeignHeaders) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, values]) => [
      name,
      values.length === 1 ? values[0] : values,
    ]),
  );
