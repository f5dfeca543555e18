/**
 * Returns the page at `/`: where a person who has only this address finds everything else. The link
 * to the streams is there where somebody has named their page.
 */
export const firstPage = (streamsUrl: string | null): string => {
  const links = [
    ['/docs', 'The API, to read and to try out'],
    ['/client', 'My orders, live: a page that connects to the sockets'],
    ...(streamsUrl === null ? [] : [[streamsUrl, 'The streams and their events']]),
    ['/openapi.json', 'OpenAPI'],
    ['/postman.json', 'A collection for Postman'],
    ['/health', 'Whether the gateway is alive'],
  ];
  const items = links.map(
    ([to = '', what = '']) => `<li><a href="${escaped(to)}">${what}</a></li>`,
  );

  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>QuickSale</title>
  </head>
  <body>
    <h1>QuickSale</h1>
    <p>A flash-sale backend. This is its gateway.</p>
    <ul>
      ${items.join('\n      ')}
    </ul>
  </body>
</html>
`;
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
