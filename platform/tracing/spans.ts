import { randomUUID } from 'node:crypto';
import type { Logger } from '../logging/index.js';

export type SpanKind = 'server' | 'internal' | 'producer' | 'consumer';

type Attributes = Readonly<Record<string, string | number>>;

/** A span that has ended; times are in milliseconds since 1970. */
export type EndedSpan = Readonly<{
  service: string;
  name: string;
  kind: SpanKind;
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  startedAt: number;
  endedAt: number;
  attributes: Attributes;
}>;

export type Span = Readonly<{
  /** W3C trace context for what the span causes. */
  traceparent: string;
  end: (more?: Readonly<{ name?: string; attributes?: Attributes }>) => void;
}>;

type Beginning = Readonly<{
  service: string;
  name: string;
  kind: SpanKind;
  /** W3C trace context; null begins a trace. */
  parent: string | null;
}>;

type Sink = (span: EndedSpan) => void;

/** One per process, as its standard output is: null while nobody takes spans. */
let sink: Sink | null = null;

export const setSink = (next: Sink | null): void => {
  sink = next;
};

/** The service that a logger belongs to. */
export const serviceOf = (logger: Logger): string => {
  const { name } = logger.bindings() as { name?: string };

  return name ?? 'quicksale';
};

/** In milliseconds since 1970, and never back. */
export const spanTime = (): number => performance.timeOrigin + performance.now();

/** Returns null while nobody takes spans, and for a trace that whoever began it does not sample. */
export const startSpan = ({ service, name, kind, parent }: Beginning): Span | null => {
  const take = sink;
  if (take === null || parent?.endsWith('-00') === true) return null;
  const [, traceId = randomHex(), parentSpanId = null] = parent?.split('-') ?? [];
  const spanId = randomHex().slice(16);
  const startedAt = spanTime();

  return {
    traceparent: `00-${traceId}-${spanId}-01`,
    end: (more = {}) => {
      const ended = { service, kind, traceId, spanId, parentSpanId, startedAt };
      const { name: finalName = name, attributes = {} } = more;
      take({ ...ended, name: finalName, attributes, endedAt: spanTime() });
    },
  };
};

/** Records what has happened already, since `startedAt`; does nothing without a parent. */
export const recordSpan = (beginning: Beginning, startedAt: number): void => {
  const take = sink;
  if (take === null || beginning.parent === null || beginning.parent.endsWith('-00')) return;
  const { service, name, kind, parent } = beginning;
  const [, traceId = '', parentSpanId = null] = parent.split('-');
  const spanId = randomHex().slice(16);
  const ended = { service, name, kind, traceId, spanId, parentSpanId, attributes: {} };
  take({ ...ended, startedAt, endedAt: spanTime() });
};

const randomHex = (): string => randomUUID().replaceAll('-', '');
