import type { Logger } from 'pino';
import type { Sampler } from './sampler.js';
import {
  isMarkedSampled,
  isTraceparent,
  newSpanId,
  newTraceId,
  spanIdOf,
  traceIdOf,
} from './traceparent.js';

export type SpanKind = 'server' | 'internal' | 'producer' | 'consumer';

export type Attributes = Readonly<Record<string, string | number>>;

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

type Recorder = Readonly<{ record: (span: EndedSpan) => void; isSampled: Sampler }>;

/** One per process, as its standard output is: null while nobody takes spans. */
let recorder: Recorder | null = null;

export const setRecorder = (next: Recorder | null): void => {
  recorder = next;
};

/** The service that a logger belongs to; parses JSON, so not for every span. */
export const serviceOf = (logger: Logger): string => {
  const { name } = logger.bindings() as { name?: string };

  return name ?? 'quicksale';
};

const { timeOrigin } = performance;

/** In milliseconds since 1970, and never back. */
export const spanTime = (): number => timeOrigin + performance.now();

/**
 * Returns null while nobody takes spans, where the parent is no trace context, and for a trace that
 * is not sampled from its parent on.
 */
export const startSpan = ({ service, name, kind, parent }: Beginning): Span | null => {
  if (recorder === null || (parent !== null && !isTraceparent(parent))) return null;
  const { record, isSampled } = recorder;
  const parentIsSampled = parent === null ? null : isMarkedSampled(parent);
  const traceId = parent === null ? newTraceId() : traceIdOf(parent);
  const spanId = newSpanId();
  if (!isSampled(traceId, parentIsSampled))
    return parentIsSampled === false
      ? null
      : { traceparent: `00-${traceId}-${spanId}-00`, end: () => undefined };
  const parentSpanId = parent === null ? null : spanIdOf(parent);
  const startedAt = spanTime();

  return {
    traceparent: `00-${traceId}-${spanId}-01`,
    end: (more = {}) => {
      const { name: finalName = name, attributes = none } = more;
      record({
        service,
        name: finalName,
        kind,
        traceId,
        spanId,
        parentSpanId,
        startedAt,
        endedAt: spanTime(),
        attributes,
      });
    },
  };
};

/** Whether what belongs to this trace context is recorded here. */
export const isRecorded = (parent: string): boolean =>
  recorder !== null &&
  isTraceparent(parent) &&
  recorder.isSampled(traceIdOf(parent), isMarkedSampled(parent));

/** Records what has happened already, since `startedAt`; does nothing without a parent. */
export const recordSpan = (beginning: Beginning, startedAt: number): void => {
  const { parent, service, name, kind } = beginning;
  if (recorder === null || parent === null || !isRecorded(parent)) return;
  recorder.record({
    service,
    name,
    kind,
    traceId: traceIdOf(parent),
    spanId: newSpanId(),
    parentSpanId: spanIdOf(parent),
    startedAt,
    endedAt: spanTime(),
    attributes: none,
  });
};

const none: Attributes = {};
