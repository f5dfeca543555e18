import {
  Agent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { pipeline, type Duplex } from 'node:stream';
import { sendProblem, unavailable } from '../../../platform/http/index.js';
import { responseHeaders } from '../upstreams/headers.js';
import { sendRawProblem } from './sendRawProblem.js';

/** Socket.IO's way to the notifier: long polling and WebSockets. */
export type SocketRelay = Readonly<{
  poll: (request: IncomingMessage, response: ServerResponse) => void;
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Ends the WebSockets that pass through. */
  stop: () => void;
}>;

/** Longer than a poll of Socket.IO waits for data. */
const pollTimeoutMs = 45_000;

type Options = Readonly<{
  origin: string;
  timeoutMs: number;
  /** Returns the address of the client, which the notifier limits by. */
  addressOf: (request: IncomingMessage) => string;
}>;

/** `timeoutMs`: for every response of the notifier except to a poll, which waits for data. */
export const createSocketRelay = ({ origin, timeoutMs, addressOf }: Options): SocketRelay => {
  const headersOf = (request: IncomingMessage): Record<string, string> => ({
    ...socketHeaders(request),
    'x-forwarded-for': addressOf(request),
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 2_000 });
  const open = new Set<Duplex>();

  return {
    poll: (request, response) => {
      const onward = httpRequest(new URL(request.url ?? '/', origin), {
        method: request.method,
        agent,
        timeout: isPoll(request) ? pollTimeoutMs : timeoutMs,
        headers: headersOf(request),
      });
      relayPoll(onward, request, response);
    },
    upgrade: (request, socket, head) => {
      const onward = httpRequest(new URL(request.url ?? '/', origin), {
        headers: { ...headersOf(request), connection: 'Upgrade', upgrade: 'websocket' },
        timeout: timeoutMs,
      });
      onward.on('upgrade', (answer, upstream: Socket, upstreamHead) => {
        upstream.setTimeout(0);
        socket.write(switching(answer));
        socket.write(upstreamHead);
        upstream.write(head);
        join(socket, upstream);
        open.add(socket);
        socket.once('close', () => open.delete(socket));
      });
      relayRefusal(onward, request, socket);
    },
    stop: () => {
      for (const socket of open) socket.destroy();
      agent.destroy();
    },
  };
};

const isPoll = ({ method, url = '' }: IncomingMessage): boolean =>
  method === 'GET' && /[?&]sid=/.test(url);

const relayPoll = (
  onward: ClientRequest,
  request: IncomingMessage,
  response: ServerResponse,
): void => {
  onward.on('response', (answer) => {
    for (const [name, value] of responseHeaders(answer.headers)) response.setHeader(name, value);
    response.writeHead(answer.statusCode ?? 503);
    pipeline(answer, response, () => undefined);
  });
  onward.on('timeout', () => onward.destroy());
  onward.on('error', () => sendProblem(request, response, notifierUnavailable()));
  response.once('close', () => onward.destroy());
  request.pipe(onward);
};

/** For a notifier that responds with plain HTTP, or not at all. */
const relayRefusal = (onward: ClientRequest, request: IncomingMessage, socket: Duplex): void => {
  onward.on('response', (answer) => {
    const lines = responseHeaders(answer.headers).map(
      ([name, value]) => `${name}: ${value.toString()}\r\n`,
    );
    const { statusCode = 503, statusMessage = '' } = answer;
    socket.write(
      `HTTP/1.1 ${statusCode} ${statusMessage}\r\n${lines.join('')}` +
        `X-Request-Id: ${request.context.requestId}\r\nConnection: close\r\n\r\n`,
    );
    pipeline(answer, socket, () => socket.destroy());
  });
  onward.on('timeout', () => onward.destroy());
  onward.on('error', () => sendRawProblem(socket, request, notifierUnavailable()));
  socket.once('close', () => onward.destroy());
  onward.end();
};

const notifierUnavailable = () =>
  unavailable('UPSTREAM_UNAVAILABLE', 'The notifier service does not answer');

const forwarded = /^(?:accept|content-type|content-length|origin|user-agent|sec-websocket-[a-z]+)$/;

const socketHeaders = ({ headers, context }: IncomingMessage): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string] =>
        forwarded.test(entry[0]) && typeof entry[1] === 'string',
    ),
  ),
  'x-request-id': context.requestId,
  // the notifier compares it with the page's origin, as it does not know the gateway's name
  'x-forwarded-host': headers.host ?? '',
});

const switching = ({ rawHeaders }: IncomingMessage): string => {
  const lines = ['HTTP/1.1 101 Switching Protocols'];
  for (let index = 0; index < rawHeaders.length; index += 2)
    lines.push(`${rawHeaders[index] ?? ''}: ${rawHeaders[index + 1] ?? ''}`);

  return `${lines.join('\r\n')}\r\n\r\n`;
};

const join = (client: Duplex, upstream: Duplex): void => {
  pipeline(client, upstream, () => upstream.destroy());
  pipeline(upstream, client, () => client.destroy());
};
