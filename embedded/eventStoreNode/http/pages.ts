import { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { type StreamReader } from '../store/reads/streamReader.js';
import { errorText } from '../../../platform/process/index.js';
import { answerAdmin, isAdmin } from './admin.js';
import { allPage } from './allPage.js';
import { eventPage } from './eventPage.js';
import { type Html, html, page, streamPath, type Page } from './html.js';
import { nodeFact, type NodeFacts } from './nodeFacts.js';
import { overviewPage } from './overviewPage.js';
import { streamPage } from './streamPage.js';

/** Read-only pages to look through streams and events, as EventStoreDB's own UI offers. */
export const webPages = (facts: NodeFacts): RequestListener => {
  const { reader } = facts;

  return (request, response) => {
    // Where clients look for persistent subscriptions that gRPC does not offer: "not found" would
    // mean another thing.
    if (request.url?.startsWith('/subscriptions') === true) {
      response.writeHead(501).end();
      return;
    }
    if (isAdmin(request.url)) {
      answerAdmin(facts.scavenges, request, response);
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const url = addressIn(request);
    if (url === null) {
      response.writeHead(400).end();
      return;
    }
    const fact = nodeFact(facts, url.pathname);
    if (fact !== undefined) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(fact));
      return;
    }
    try {
      answer(reader, url, response);
    } catch (error) {
      send(response, 500, page('Something went wrong', html`<p>${errorText(error)}</p>`));
    }
  };
};

/** Null for what is no address: `//`, `*`, or another host whose name cannot be read. */
const addressIn = ({ url = '/' }: IncomingMessage): URL | null => {
  const whole = url.startsWith('/') ? `http://node${url}` : url;

  return URL.canParse(whole) && !url.startsWith('//') ? new URL(whole) : null;
};

const answer = (reader: StreamReader, url: URL, response: ServerResponse): void => {
  if (url.pathname === '/health/live') {
    response.writeHead(204).end();
    return;
  }
  const target = redirectFor(url);
  if (target !== null) {
    response.writeHead(302, { location: target }).end();
    return;
  }
  const found = pageFor(reader, url);
  if (found !== null) send(response, 200, found);
  else send(response, 404, page('Not found', html`<p>There is nothing under this address.</p>`));
};

const redirectFor = ({ pathname, searchParams }: URL): string | null => {
  if (pathname === '/' || pathname === '/web/') return '/web';
  const name = searchParams.get('name');

  return pathname === '/web/streams' && name !== null ? streamPath(name) : null;
};

const pageFor = (reader: StreamReader, { pathname, searchParams }: URL): Page => {
  if (pathname === '/web' || pathname === '/web/index.html') return overviewPage(reader);
  const [stream, revision, ...rest] = partsAfter('/web/streams/', pathname);
  if (stream === undefined || rest.length > 0) return null;
  if (revision !== undefined) return eventPage(reader, stream, revision);

  return stream === '$all'
    ? allPage(reader, searchParams.get('before'))
    : streamPage(reader, stream, searchParams.get('from'));
};

const partsAfter = (prefix: string, path: string): readonly string[] => {
  if (!path.startsWith(prefix)) return [];
  try {
    return path.slice(prefix.length).split('/').map(decodeURIComponent);
  } catch {
    return [];
  }
};

const send = (response: ServerResponse, status: number, body: Html): void => {
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    .end(body.text);
};
