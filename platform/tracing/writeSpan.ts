import {
  beginMessage,
  endMessage,
  mostCharacters,
  type SpanWriter,
  writeHex,
  writeNanoseconds,
  writeNumber,
  writeText,
} from './protobuf.js';
import type { Attributes, EndedSpan, SpanKind } from './spans.js';

/** Numbers of the protocol. */
const kinds: Readonly<Record<SpanKind, number>> = {
  internal: 1,
  server: 2,
  producer: 4,
  consumer: 5,
};

/** Writes a span as ScopeSpans has it. */
export const writeSpan = (writer: SpanWriter, span: EndedSpan): void => {
  const beganAt = beginMessage(writer, 2);
  writeHex(writer, 1, span.traceId);
  writeHex(writer, 2, span.spanId);
  if (span.parentSpanId !== null) writeHex(writer, 4, span.parentSpanId);
  writeText(writer, 5, span.name);
  writeNumber(writer, 6, kinds[span.kind]);
  writeNanoseconds(writer, 7, span.startedAt);
  writeNanoseconds(writer, 8, span.endedAt);
  writeAttributes(writer, 9, span.attributes);
  endMessage(writer, beganAt);
};

export const writeAttributes = (
  writer: SpanWriter,
  field: number,
  attributes: Attributes,
): void => {
  for (const [key, value] of Object.entries(attributes)) {
    const beganAt = beginMessage(writer, field);
    writeText(writer, 1, key);
    const valueAt = beginMessage(writer, 2);
    if (typeof value === 'number') writeNumber(writer, 3, value);
    else writeText(writer, 1, value);
    endMessage(writer, valueAt);
    endMessage(writer, beganAt);
  }
};

const textBytes = 3 * mostCharacters;

/** Bytes that a span takes at most. */
export const roomFor = ({ attributes }: EndedSpan): number =>
  100 + textBytes + Object.keys(attributes).length * (20 + 2 * textBytes);
