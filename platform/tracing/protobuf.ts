/** Fields of protobuf are written from `at` on, into bytes that must have room for them. */
export type SpanWriter = { bytes: Buffer; at: number };

const [varint, fixed64, delimited] = [0, 1, 2];

/** More characters are cut off, so that all lengths fit into two bytes. */
export const mostCharacters = 200;

/** A message within: returns where it begins, for `endMessage`. */
export const beginMessage = (writer: SpanWriter, field: number): number => {
  writer.bytes[writer.at] = (field << 3) | delimited;
  writer.at += 3;

  return writer.at;
};

/** Its length takes two bytes, even a small one, so that nothing has to move. */
export const endMessage = ({ bytes, at }: SpanWriter, beganAt: number): void => {
  const length = at - beganAt;
  bytes[beganAt - 2] = (length & 0x7f) | 0x80;
  bytes[beganAt - 1] = length >> 7;
};

export const writeText = (writer: SpanWriter, field: number, text: string): void => {
  const beganAt = beginMessage(writer, field);
  writer.at += writer.bytes.write(text.slice(0, mostCharacters), writer.at);
  endMessage(writer, beganAt);
};

/** Bytes that are given in hexadecimal digits, fewer than 128 of them. */
export const writeHex = (writer: SpanWriter, field: number, hex: string): void => {
  writer.bytes[writer.at] = (field << 3) | delimited;
  writer.bytes[writer.at + 1] = hex.length / 2;
  writer.at += 2 + writer.bytes.write(hex, writer.at + 2, 'hex');
};

/** A whole number that is not below 0. */
export const writeNumber = (writer: SpanWriter, field: number, value: number): void => {
  writer.bytes[writer.at++] = (field << 3) | varint;
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80))
    writer.bytes[writer.at++] = (rest % 0x80) | 0x80;
  writer.bytes[writer.at++] = rest;
};

/** Nanoseconds of a time in milliseconds, to the microsecond. */
export const writeNanoseconds = (writer: SpanWriter, field: number, ms: number): void => {
  // nanoseconds since 1970 are too large for a number: each half is multiplied by itself
  const micros = Math.round(ms * 1000);
  const low = (micros % 2 ** 32) * 1000;
  const high = Math.floor(micros / 2 ** 32) * 1000 + Math.floor(low / 2 ** 32);
  writer.bytes[writer.at] = (field << 3) | fixed64;
  writer.bytes.writeUInt32LE(low % 2 ** 32, writer.at + 1);
  writer.at = writer.bytes.writeUInt32LE(high, writer.at + 5);
};
