import { type RecordedEvent } from '../storage/record.js';
import { type StreamReader } from './streamReader.js';

/** What a reader gets: an event, or a link with its target (none when the target is gone). */
export type ResolvedEvent = {
  readonly event: RecordedEvent | null;
  readonly link: RecordedEvent | null;
};

export const unresolved = (event: RecordedEvent): ResolvedEvent => ({ event, link: null });

/** Follows a link (`$>`, data `<revision>@<stream>`); anything else is its own answer. */
export function resolveLink(reader: StreamReader, record: RecordedEvent): ResolvedEvent {
  const target = record.type === '$>' ? parseLink(record.data) : null;
  if (target === null) return unresolved(record);
  const stream = reader.stream(target.stream);
  const isReadable =
    stream.state === 'there' &&
    target.revision >= stream.first &&
    target.revision <= stream.current;
  if (!isReadable) return { event: null, link: record };
  const [event] = reader.events(stream.numbers(target.revision, target.revision + 1));
  const isExpired = stream.notBefore !== null && (event?.created ?? 0n) < stream.notBefore;

  return { event: event === undefined || isExpired ? null : event, link: record };
}

function parseLink(data: Uint8Array): { revision: number; stream: string } | null {
  const match = /^(\d+)@(.+)$/s.exec(Buffer.from(data).toString());
  if (match === null) return null;
  const [, revision, stream] = match;

  return { revision: Number(revision), stream: stream ?? '' };
}
