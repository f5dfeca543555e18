import { beginMessage, endMessage, type SpanWriter, writeText } from './protobuf.js';
import type { EndedSpan } from './spans.js';
import { roomFor, writeAttributes, writeSpan } from './writeSpan.js';

export type SpanBuffer = Readonly<{
  add: (span: EndedSpan) => void;
  /** Returns an ExportTraceServiceRequest with all that were added since; null without any. */
  take: () => Buffer<ArrayBuffer> | null;
}>;

/**
 * Keeps spans as the bytes that are sent, by service: objects that wait to be sent would cost the
 * garbage collector more than writing them costs. More than `mostSpans` are dropped.
 */
export const createSpanBuffer = (mostSpans: number): SpanBuffer => {
  const services = new Map<string, SpanWriter>();
  let count = 0;

  return {
    add: (span) => {
      if (count >= mostSpans) return;
      count += 1;
      const writer = services.get(span.service) ?? newWriter();
      services.set(span.service, writer);
      makeRoom(writer, roomFor(span));
      writeSpan(writer, span);
    },
    take: () => {
      if (count === 0) return null;
      count = 0;

      return Buffer.concat([...services].flatMap(takeService));
    },
  };
};

const firstBytes = 16 * 1024;

const newWriter = (): SpanWriter => ({ bytes: Buffer.allocUnsafeSlow(firstBytes), at: 0 });

const makeRoom = (writer: SpanWriter, room: number): void => {
  const { bytes, at } = writer;
  if (bytes.length - at >= room) return;
  writer.bytes = Buffer.allocUnsafeSlow(bytes.length * 2 + room);
  bytes.copy(writer.bytes, 0, 0, at);
};

/** ResourceSpans of one service; its writer begins again, so they are copied before it goes on. */
const takeService = ([service, writer]: readonly [string, SpanWriter]): readonly Buffer[] => {
  const spans = writer.bytes.subarray(0, writer.at);
  writer.at = 0;

  return spans.length === 0 ? [] : message(1, [resourceOf(service), ...message(2, [scope, spans])]);
};

const message = (field: number, parts: readonly Buffer[]): readonly Buffer[] => {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head = [(field << 3) | 2];
  let rest = length;
  for (; rest > 0x7f; rest >>>= 7) head.push((rest & 0x7f) | 0x80);

  return [Buffer.from([...head, rest]), ...parts];
};

const written = (write: (writer: SpanWriter) => void): Buffer => {
  const writer = newWriter();
  write(writer);

  return writer.bytes.subarray(0, writer.at);
};

const resourceOf = (service: string): Buffer =>
  written((writer) => {
    const beganAt = beginMessage(writer, 1);
    writeAttributes(writer, 1, { 'service.name': service, 'service.namespace': 'quicksale' });
    endMessage(writer, beganAt);
  });

const scope = written((writer) => {
  const beganAt = beginMessage(writer, 1);
  writeText(writer, 1, 'quicksale');
  endMessage(writer, beganAt);
});
