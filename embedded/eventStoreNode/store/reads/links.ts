import { type RecordedEvent } from '../../storage/record.js';
import { type StreamReader } from './streamReader.js';

/** What a reader gets: an event, or a link with its target (none when the target is gone). */
export type ResolvedEvent = {
  readonly event: RecordedEvent | null;
  readonly link: RecordedEvent | null;
};

export const unresolved = (event: RecordedEvent): ResolvedEvent => ({ event, link: null });

/** Follows a link (`$>`, data `<revision>@<stream>`); anything else is its own answer. */
export const resolveLink = (reader: StreamReader, record: RecordedEvent): ResolvedEvent => {
  const target = record.type === '$>' ? parseLink(record.data) : null;
  if (target === null) return unresolved(record);

  return { event: findEvent(reader, target), link: record };
};

type Target = { readonly stream: string; readonly revision: number };

/** Null when the event is gone, truncated, expired or deleted. */
const findEvent = (
  reader: StreamReader,
  { stream: name, revision }: Target,
): RecordedEvent | null => {
  const stream = reader.stream(name);
  const isVisible = revision >= stream.first && revision <= stream.current;
  if (stream.state !== 'there' || !isVisible) return null;
  const [event] = reader.events(stream.numbers(revision, revision + 1));
  if (event === undefined) return null;

  return stream.notBefore !== null && event.created < stream.notBefore ? null : event;
};

const parseLink = (data: Uint8Array): Target | null => {
  const match = /^(\d+)@(.+)$/s.exec(Buffer.from(data).toString());
  if (match === null) return null;
  const [, revision, stream] = match;

  return { revision: Number(revision), stream: stream ?? '' };
};
