import jspb from 'google-protobuf';

export type ReceivedSpan = Readonly<{
  service: string;
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Readonly<Record<string, string | number>>;
}>;

type Fields = Readonly<Record<number, (reader: jspb.BinaryReader) => void>>;

/** The spans of an ExportTraceServiceRequest, as the reader of google-protobuf understands it. */
export const readRequest = (bytes: Uint8Array): readonly ReceivedSpan[] => {
  const spans: ReceivedSpan[] = [];
  read(new jspb.BinaryReader(bytes), { 1: (reader) => spans.push(...readResourceSpans(reader)) });

  return spans;
};

const readResourceSpans = (outer: jspb.BinaryReader): readonly ReceivedSpan[] => {
  const resource: Record<string, string | number> = {};
  const spans: Omit<ReceivedSpan, 'service'>[] = [];
  readMessage(outer, {
    1: (reader) => readMessage(reader, { 1: (one) => Object.assign(resource, readKeyValue(one)) }),
    2: (reader) => readMessage(reader, { 2: (one) => spans.push(readSpan(one)) }),
  });

  return spans.map((span) => ({ service: String(resource['service.name']), ...span }));
};

const readSpan = (outer: jspb.BinaryReader): Omit<ReceivedSpan, 'service'> => {
  const span: Record<string, unknown> = {};
  const attributes: Record<string, string | number> = {};
  const text =
    (key: string, of: (reader: jspb.BinaryReader) => unknown) => (reader: jspb.BinaryReader) => {
      span[key] = of(reader);
    };
  readMessage(outer, {
    1: text('traceId', readHex),
    2: text('spanId', readHex),
    4: text('parentSpanId', readHex),
    5: text('name', (reader) => reader.readString()),
    6: text('kind', (reader) => reader.readEnum()),
    7: text('startTimeUnixNano', (reader) => reader.readFixed64String()),
    8: text('endTimeUnixNano', (reader) => reader.readFixed64String()),
    9: (reader) => Object.assign(attributes, readKeyValue(reader)),
  });

  return { ...span, attributes } as Omit<ReceivedSpan, 'service'>;
};

const readKeyValue = (outer: jspb.BinaryReader): Record<string, string | number> => {
  let [key, value]: [string, string | number] = ['', ''];
  readMessage(outer, {
    1: (reader) => {
      key = reader.readString();
    },
    2: (reader) =>
      readMessage(reader, {
        1: (one) => {
          value = one.readString();
        },
        3: (one) => {
          value = one.readInt64();
        },
      }),
  });

  return { [key]: value };
};

const readHex = (reader: jspb.BinaryReader): string =>
  Buffer.from(reader.readBytes()).toString('hex');

const readMessage = (reader: jspb.BinaryReader, fields: Fields): void => {
  reader.readMessage({}, (_: unknown, inner: jspb.BinaryReader) => read(inner, fields));
};

const read = (reader: jspb.BinaryReader, fields: Fields): void => {
  while (reader.nextField() && !reader.isEndGroup())
    (fields[reader.getFieldNumber()] ?? (() => reader.skipField()))(reader);
};
