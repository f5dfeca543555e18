import { type StreamReader } from '../store/reads/streamReader.js';
import { type Html, html, page, streamPath } from './html.js';

const listedStreams = 25;
const eventsLookedThrough = 5_000;

/** The streams that were made and changed last, and a box for the name of any other. */
export const overviewPage = (reader: StreamReader): Html => {
  const { index } = reader;

  return page(
    'Stream browser',
    html`<p>${index.committed} events in ${index.streamCount} streams</p>
      <form action="/web/streams">
        <input name="name" placeholder="stream name" size="60" required /> <button>Go</button>
      </form>
      <h2>Recently changed</h2>
      ${list(recentlyChanged(reader))}
      <h2>Recently created</h2>
      ${list(recentlyCreated(reader))}`,
  );
};

const list = (names: readonly string[]): Html =>
  html`<ul>
    ${names.map((name) => html`<li><a href="${streamPath(name)}">${name}</a></li>`)}
  </ul>`;

const recentlyChanged = ({ index }: StreamReader): string[] => {
  const names = new Set<string>();
  const oldest = Math.max(0, index.committed - eventsLookedThrough);
  for (let event = index.committed - 1; event >= oldest && names.size < listedStreams; event -= 1) {
    names.add(index.nameOf(index.streamOf(event)));
  }

  return [...names];
};

const recentlyCreated = ({ index }: StreamReader): string[] => {
  const count = Math.min(listedStreams, index.streamCount);

  return Array.from({ length: count }, (_, i) => index.nameOf(index.streamCount - 1 - i));
};
