/** A piece of HTML that is safe to show. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A page, or null when there is none under that name. */
export type Page = Html | null;

type Value = string | number | bigint | Html | readonly Html[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes every value that is not Html itself. */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Html =>
  new Html(parts.reduce((text, part, i) => text + textOf(values[i - 1] ?? '') + part));

const textOf = (value: Value): string => {
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');

  return String(value).replace(/[&<>"']/g, (character) => entities[character] ?? '');
};

const stylesheet = new Html(
  `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#222}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #ddd;vertical-align:top;overflow-wrap:anywhere}
pre{background:#f5f5f5;padding:1rem;overflow:auto}a{color:#0a58ca;text-decoration:none}a:hover{text-decoration:underline}nav a{margin-right:1.2rem}`,
);

export const page = (title: string, body: Html): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <style>
          ${stylesheet}
        </style>
      </head>
      <body>
        <nav><a href="/web">Stream browser</a><a href="${streamPath('$all')}">$all</a></nav>
        <h1>${title}</h1>
        ${body}
      </body>
    </html> `;

export const streamPath = (name: string): string => `/web/streams/${encodeURIComponent(name)}`;

export const eventPath = (name: string, revision: bigint): string =>
  `${streamPath(name)}/${revision}`;
