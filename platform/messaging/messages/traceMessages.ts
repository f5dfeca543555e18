import type { Topic } from '../../../contracts/messages/index.js';
import { startSpan } from '../../tracing/index.js';
import type { DecodedRecord } from './decode.js';

type Traced<T extends Topic> = Readonly<{
  /** What they cause is traced as caused by their handling here. */
  records: readonly DecodedRecord<T>[];
  end: () => void;
}>;

/** Begins a span for each message that says which trace it belongs to. */
export const traceMessages = <T extends Topic>(
  records: readonly DecodedRecord<T>[],
  service: string,
): Traced<T> => {
  const ends: (() => void)[] = [];
  const traced = records.map((record) => {
    const parent = record.received?.headers.traceparent;
    if (record.received === null || parent === undefined) return record;
    const { topic } = record.source;
    const span = startSpan({ service, name: `consume ${topic}`, kind: 'consumer', parent });
    if (span === null) return record;
    ends.push(span.end);
    const { traceparent } = span;
    const headers = { ...record.received.headers, traceparent };

    return { ...record, received: { ...record.received, headers } };
  });

  return { records: traced, end: () => ends.forEach((end) => end()) };
};
