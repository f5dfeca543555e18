import type { IncomingMessage, ServerResponse } from 'node:http';
import { toProblemDocument, type Problem } from './problems/problem.js';

/** Answers JSON from a bare handler, where there is no Express. */
export const sendJson = (response: ServerResponse, status: number, body: unknown): void =>
  send(response, { status, type: 'application/json; charset=utf-8', body });

/** Answers a problem document, unless the answer has begun: then the connection is all that can be cut. */
export const sendProblem = (
  request: IncomingMessage,
  response: ServerResponse,
  problem: Problem,
): void => {
  if (response.headersSent) {
    response.destroy();

    return;
  }
  for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
  response.setHeader('Cache-Control', 'no-store');
  const body = toProblemDocument(problem, pathOf(request));
  send(response, { status: problem.status, type: 'application/problem+json', body });
};

type Whence = Readonly<{ instance: string; requestId: string }>;

/** The whole answer, for a socket without a response: what came cannot be read, or wants another protocol. */
export const toRawAnswer = (problem: Problem, { instance, requestId }: Whence): string => {
  const body = JSON.stringify(toProblemDocument(problem, instance));
  const headers = {
    ...problem.headers,
    'Content-Type': 'application/problem+json',
    'Content-Length': String(Buffer.byteLength(body)),
    'X-Request-Id': requestId,
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);

  return `HTTP/1.1 ${problem.status} ${problem.title}\r\n${lines.join('')}\r\n${body}`;
};

type Answer = Readonly<{ status: number; type: string; body: unknown }>;

const send = (response: ServerResponse, { status, type, body }: Answer): void => {
  const text = JSON.stringify(body);
  response.statusCode = status;
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(response.req.method === 'HEAD' ? undefined : text);
};

// Express shortens `url` inside mounted routers; the client knows the whole one.
const pathOf = (request: IncomingMessage & { originalUrl?: string }): string =>
  (request.originalUrl ?? request.url ?? '/').split('?', 1)[0] ?? '/';
