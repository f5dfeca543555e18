import { formatUuid } from '../store/uuid.js';
import { type RecordedEvent } from '../storage/record.js';
import { type StreamReader } from '../store/reads/streamReader.js';
import { createdAt } from './eventTable.js';
import { type Html, html, page, streamPath, type Page } from './html.js';

/** One event with everything it holds. */
export const eventPage = (reader: StreamReader, name: string, revision: string): Page => {
  const event = findEvent(reader, name, revision);
  if (event === undefined) return null;

  return page(
    `${event.type} ${revision}@${name}`,
    html`<table>
        <tr>
          <th>Stream</th>
          <td><a href="${streamPath(name)}">${name}</a></td>
        </tr>
        <tr>
          <th>Revision</th>
          <td>${event.revision}</td>
        </tr>
        <tr>
          <th>Position</th>
          <td>${event.position}</td>
        </tr>
        <tr>
          <th>Id</th>
          <td>${formatUuid(event.id)}</td>
        </tr>
        <tr>
          <th>Created</th>
          <td>${createdAt(event)}</td>
        </tr>
      </table>
      <h2>Data</h2>
      ${payload(event.data, event.isJson)}
      <h2>Metadata</h2>
      ${payload(event.metadata, true)}`,
  );
};

const findEvent = (
  reader: StreamReader,
  name: string,
  revision: string,
): RecordedEvent | undefined => {
  if (!/^\d{1,15}$/.test(revision)) return undefined;
  const stream = reader.stream(name);
  if (stream.state !== 'there') return undefined;
  const from = Math.max(Number(revision), stream.first);

  return reader.events(stream.positions(from, Number(revision) + 1))[0];
};

const payload = (bytes: Uint8Array, isJson: boolean): Html => {
  const text = Buffer.from(bytes).toString();
  if (!isJson) return html`<pre>${bytes.length} bytes: ${Buffer.from(bytes).toString('hex')}</pre>`;

  return html`<pre>${pretty(text)}</pre>`;
};

const pretty = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};
