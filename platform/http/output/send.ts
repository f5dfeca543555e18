import type { IncomingMessage, ServerResponse } from 'node:http';
import { toProblemDocument, type Problem } from './problem.js';

/** Sends JSON, with Express or without; nothing when the response is over. */
export const sendJson = (response: ServerResponse, status: number, body: unknown): void =>
  send(response, { status, type: 'application/json; charset=utf-8', body });

/**
 * Sends a problem document, or nothing when the response is over. A response that has begun cannot
 * become one: its connection is cut.
 */
export const sendProblem = (
  request: IncomingMessage,
  response: ServerResponse,
  problem: Problem,
): void => {
  if (response.writableEnded) return;
  if (response.headersSent) response.destroy();
  else if (problem.status === 503 && request.holdBack !== undefined)
    request.holdBack(() => sendDocument(request, response, problem));
  else sendDocument(request, response, problem);
};

const sendDocument = (
  request: IncomingMessage,
  response: ServerResponse,
  problem: Problem,
): void => {
  // what was held back may have got another response
  if (response.headersSent) return;
  for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
  response.setHeader('Cache-Control', 'no-store');
  const body = toProblemDocument(problem, pathOf(request));
  send(response, { status: problem.status, type: 'application/problem+json', body });
};

type RequestInfo = Readonly<{ instance: string; requestId: string }>;

/**
 * Returns a whole response, for a socket without a response object: unreadable, or another
 * protocol.
 */
export const toRawResponse = (problem: Problem, { instance, requestId }: RequestInfo): string => {
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

type Payload = Readonly<{ status: number; type: string; body: unknown }>;

const send = (response: ServerResponse, { status, type, body }: Payload): void => {
  if (response.writableEnded) return;
  const text = JSON.stringify(body);
  response.statusCode = status;
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(response.req.method === 'HEAD' ? undefined : text);
};

// Express shortens `url` inside mounted routers; `instance` is the whole path.
const pathOf = (request: IncomingMessage & { originalUrl?: string }): string =>
  (request.originalUrl ?? request.url ?? '/').split('?', 1)[0] ?? '/';
