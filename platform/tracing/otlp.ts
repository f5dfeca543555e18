import type { EndedSpan, SpanKind } from './spans.js';

/** Numbers of the protocol. */
const kinds: Readonly<Record<SpanKind, number>> = {
  internal: 1,
  server: 2,
  producer: 4,
  consumer: 5,
};

/** ExportTraceServiceRequest in the JSON form of OTLP, with a resource per service. */
export const toOtlp = (spans: readonly EndedSpan[]): object => {
  const services = [...new Set(spans.map(({ service }) => service))];

  return {
    resourceSpans: services.map((service) => ({
      resource: {
        attributes: attributesOf({ 'service.name': service, 'service.namespace': 'quicksale' }),
      },
      scopeSpans: [
        {
          scope: { name: 'quicksale' },
          spans: spans.filter((span) => span.service === service).map(toSpan),
        },
      ],
    })),
  };
};

const toSpan = (span: EndedSpan): object => ({
  traceId: span.traceId,
  spanId: span.spanId,
  ...(span.parentSpanId !== null && { parentSpanId: span.parentSpanId }),
  name: span.name,
  kind: kinds[span.kind],
  startTimeUnixNano: nanoseconds(span.startedAt),
  endTimeUnixNano: nanoseconds(span.endedAt),
  attributes: attributesOf(span.attributes),
});

const nanoseconds = (ms: number): string => `${Math.round(ms * 1000)}000`;

const attributesOf = (attributes: Readonly<Record<string, string | number>>): object[] =>
  Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }));
