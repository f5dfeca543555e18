import { type RecordedEvent } from '../../storage/record.js';
import { type StreamReader } from './streamReader.js';

/** What a reader gets: an event, or a link with its target (none when the target is gone). */
export type ResolvedEvent = {
  readonly event: RecordedEvent | null;
  readonly link: RecordedEvent | null;
};

export const unresolved = (event: RecordedEvent): ResolvedEvent => ({ event, link: null });

/**
 * Follows a link (`$>`, data `<revision>@<stream>`). One that begins with a number and names no
 * stream leads nowhere; anything else is its own answer, but to a live subscription, which gets it
 * as a link to nothing.
 */
export const resolveLink = (
  reader: StreamReader,
  record: RecordedEvent,
  { isLive = false } = {},
): ResolvedEvent => {
  if (record.type !== '$>') return unresolved(record);
  const [, revision, stream] = linkPattern.exec(Buffer.from(record.data).toString()) ?? [];
  if (revision === undefined && !isLive) return unresolved(record);
  const isTarget = revision !== undefined && stream !== undefined;

  return { event: isTarget ? findEvent(reader, stream, Number(revision)) : null, link: record };
};

const linkPattern = /^(-?\d+)(?:@(.+))?$/s;

/** The revision that stands for the last event of a stream. */
const last = -1;

/** Null when the event is gone, truncated, expired or deleted. */
const findEvent = (reader: StreamReader, name: string, linked: number): RecordedEvent | null => {
  const stream = reader.stream(name);
  const revision = linked === last ? stream.current : linked;
  const isVisible = revision >= stream.first && revision <= stream.current;
  if (stream.state !== 'there' || !isVisible) return null;
  const [event] = reader.events(stream.positions(revision, revision + 1));
  if (event === undefined) return null;

  return stream.notBefore !== null && event.created < stream.notBefore ? null : event;
};
