import { allEvents } from '../store/reads/finiteReads.js';
import { type StreamReader } from '../store/reads/streamReader.js';
import { eventTable } from './eventTable.js';
import { page, streamPath, type Page } from './html.js';

const eventsPerPage = 25;

/** `$all`, newest first, below the position `before`. */
export const allPage = (reader: StreamReader, before: string | null): Page => {
  if (before !== null && !/^\d{1,15}$/.test(before)) return null;
  const to = before === null ? reader.end : Number(before);
  const events = [];
  for (const event of allEvents(reader, { from: 0, to, isBackwards: true })) {
    events.push(event);
    if (events.length === eventsPerPage) break;
  }
  const oldest = events.at(-1);

  return page(
    '$all',
    eventTable(events, {
      newer: before === null ? null : streamPath('$all'),
      older: oldest === undefined ? null : `${streamPath('$all')}?before=${oldest.position}`,
    }),
  );
};
