import { streamBackwards } from '../store/reads/finiteReads.js';
import { type StreamReader } from '../store/reads/streamReader.js';
import { eventTable } from './eventTable.js';
import { html, page, streamPath, type Page } from './html.js';

const eventsPerPage = 25;

/** A stream's events, newest first, from the revision `from` down. */
export const streamPage = (reader: StreamReader, name: string, from: string | null): Page => {
  if (from !== null && !/^\d{1,15}$/.test(from)) return null;
  const stream = reader.stream(name);
  if (stream.state === 'tombstoned')
    return page(name, html`<p>This stream was deleted for good.</p>`);
  if (stream.state === 'missing') return page(name, html`<p>There is no such stream.</p>`);
  const last = from === null ? stream.current : Math.min(Number(from), stream.current);
  const events = [...streamBackwards(reader, stream, { from: last, maxCount: eventsPerPage })];
  const to = (revision: number): string => `${streamPath(name)}?from=${revision}`;
  const metadata = streamPath(`$$${name}`);

  return page(
    name,
    html`<p><a href="${metadata}">metadata</a></p>
      ${eventTable(events, {
        newer: last < stream.current ? to(last + eventsPerPage) : null,
        older: last - eventsPerPage >= stream.first ? to(last - eventsPerPage) : null,
      })}`,
  );
};
