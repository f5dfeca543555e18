import { type RecordedEvent } from '../storage/record.js';
import { eventPath, type Html, html, streamPath } from './html.js';

/**
 * Events of one page of any list; `older` and `newer` are addresses, null where there is nothing.
 */
export const eventTable = (
  events: readonly RecordedEvent[],
  { older, newer }: { readonly older: string | null; readonly newer: string | null },
): Html =>
  html`<table>
      <tr>
        <th>Revision</th>
        <th>Stream</th>
        <th>Type</th>
        <th>Created</th>
        <th>Position</th>
      </tr>
      ${events.map(row)}
    </table>
    <p>${link(newer, 'newer')} ${link(older, 'older')}</p>`;

const row = (event: RecordedEvent): Html => {
  const { stream, revision, type, position } = event;

  return html`<tr>
    <td><a href="${eventPath(stream, revision)}">${revision}</a></td>
    <td><a href="${streamPath(stream)}">${stream}</a></td>
    <td>${type}</td>
    <td>${createdAt(event)}</td>
    <td>${position}</td>
  </tr> `;
};

export const createdAt = ({ created }: RecordedEvent): string =>
  new Date(Number(created / 10_000n)).toISOString();

const link = (address: string | null, text: string): Html =>
  address === null ? html`` : html`<a href="${address}">${text}</a>`;
