import { type StreamReader } from '../store/reads/streamReader.js';
import { type Html, html, page, streamPath } from './html.js';

const LISTED = 25;
const LOOKED_BACK = 5_000;

/** The streams that were made and changed last, and a box for the name of any other. */
export function overviewPage(reader: StreamReader): Html {
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
}

function list(names: readonly string[]): Html {
  return html`<ul>
    ${names.map((name) => html`<li><a href="${streamPath(name)}">${name}</a></li>`)}
  </ul>`;
}

function recentlyChanged({ index }: StreamReader): string[] {
  const names = new Set<string>();
  const oldest = Math.max(0, index.committed - LOOKED_BACK);
  for (let event = index.committed - 1; event >= oldest && names.size < LISTED; event -= 1) {
    names.add(index.nameOf(index.streamOf(event)));
  }

  return [...names];
}

function recentlyCreated({ index }: StreamReader): string[] {
  const count = Math.min(LISTED, index.streamCount);

  return Array.from({ length: count }, (_, i) => index.nameOf(index.streamCount - 1 - i));
}
