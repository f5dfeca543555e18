import { replacePart } from './kafkajsParts.js';

/** Where in its bytes a decoder of kafkajs is. */
type Decoder = Readonly<{ buffer: Buffer }>;

/** What kafkajs knows of the batch that a record is in; numbers of 64 bits are texts. */
type BatchContext = Readonly<{
  firstOffset: string;
  firstTimestamp: string;
  maxTimestamp?: string;
  timestampType?: number;
  magicByte: number;
  isControlBatch?: boolean;
}>;

type Headers = Record<string, Buffer | null | (Buffer | null)[]>;

const decoder = 'protocol/recordBatch/record/v0/decoder.js';

/** Who calls it, and whoever calls that. */
const decodesRecords = [
  'protocol/recordBatch/v0/decoder.js',
  'protocol/requests/fetch/v4/decodeMessages.js',
  ...[4, 5, 6, 7, 8, 9, 10, 11].map((version) => `protocol/requests/fetch/v${version}/response.js`),
];

/**
 * Replaces the decoder of a record by one that fills one object with its headers. kafkajs 2.2.4
 * copies all that it has for each header, and takes what every object has, such as `constructor`,
 * for a first value. Returns whether it is replaced, which a test requires.
 */
export const replaceRecordDecoding = (): boolean =>
  replacePart(decoder, decodeRecord, decodesRecords);

/** That times are those at which the broker appended. */
const logAppendTime = 1;

/** Throws RangeError where the record ends within a number. */
const decodeRecord = ({ buffer }: Decoder, batch: BatchContext) => {
  const { firstOffset, firstTimestamp, maxTimestamp, timestampType, magicByte } = batch;
  const place = { buffer, at: 1 };
  const timestampDelta = readVarint(place);
  const offsetDelta = readVarint(place);
  const isOfLog = timestampType === logAppendTime && maxTimestamp !== undefined;

  return {
    magicByte,
    attributes: buffer.readInt8(0),
    timestamp: isOfLog ? maxTimestamp : added(firstTimestamp, timestampDelta),
    offset: added(firstOffset, offsetDelta),
    key: readBytes(place),
    value: readBytes(place),
    headers: readHeaders(place),
    isControlRecord: batch.isControlBatch ?? false,
    batchContext: batch,
  };
};

type Reading = { readonly buffer: Buffer; at: number };

const readHeaders = (place: Reading): Headers => {
  const headers: Headers = {};
  for (let left = readVarint(place); left > 0; left -= 1) {
    const name = readBytes(place)?.toString() ?? '';
    const value = readBytes(place);
    const known = Object.hasOwn(headers, name) ? headers[name] : undefined;
    if (known !== undefined)
      headers[name] = Array.isArray(known) ? [...known, value] : [known, value];
    else if (name === '__proto__') Object.defineProperty(headers, name, { value, ...ofAssignment });
    else headers[name] = value;
  }

  return headers;
};

/** Assigned, this name would be the object's prototype. */
const ofAssignment = { configurable: true, enumerable: true, writable: true };

/** Null where the length says so. */
const readBytes = (place: Reading): Buffer | null => {
  const length = readVarint(place);
  if (length < 0) return null;
  const begin = place.at;
  place.at += length;

  return place.buffer.subarray(begin, place.at);
};

const readVarint = (place: Reading): number => {
  let [number, unit] = [0, 1];
  for (;;) {
    const byte = place.buffer.readUInt8(place.at);
    place.at += 1;
    number += (byte & 0x7f) * unit;
    if (byte < 0x80) break;
    unit *= 0x80;
  }

  return number % 2 === 0 ? number / 2 : -(number + 1) / 2;
};

/** The sum of a number that is written and another. */
const added = (first: string, delta: number): string => {
  const sum = Number(first) + delta;

  return Number.isSafeInteger(sum) ? String(sum) : String(BigInt(first) + BigInt(delta));
};
