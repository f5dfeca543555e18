import {
  Agent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { pipeline, type Duplex } from 'node:stream';
import { sendProblem, unavailable } from '../../platform/http/index.js';
import { responseHeaders } from './headers.js';

/** Socket.IO's way to the notifier: long polling and WebSockets. */
export type SocketRelay = Readonly<{
  poll: (request: IncomingMessage, response: ServerResponse) => void;
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Ends the WebSockets that pass through. */
  stop: () => void;
}>;

/** Longer than a poll of Socket.IO hangs when there is nothing to say. */
const pollTimeoutMs = 45_000;

export const createSocketRelay = (origin: string): SocketRelay => {
  const agent = new Agent({ keepAlive: true, maxSockets: 2_000 });
  const open = new Set<Duplex>();

  return {
    poll: (request, response) => {
      const onward = httpRequest(new URL(request.url ?? '/', origin), {
        method: request.method,
        agent,
        timeout: pollTimeoutMs,
        headers: socketHeaders(request),
      });
      answerPoll(onward, request, response);
    },
    upgrade: (request, socket, head) => {
      const onward = httpRequest(new URL(request.url ?? '/', origin), {
        headers: { ...socketHeaders(request), connection: 'Upgrade', upgrade: 'websocket' },
      });
      onward.on('upgrade', (answer, upstream: Duplex, upstreamHead) => {
        socket.write(switching(answer));
        socket.write(upstreamHead);
        upstream.write(head);
        join(socket, upstream);
        open.add(socket);
        socket.once('close', () => open.delete(socket));
      });
      answerRefusal(onward, socket);
    },
    stop: () => {
      for (const socket of open) socket.destroy();
      agent.destroy();
    },
  };
};

const answerPoll = (
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
  onward.on('error', () => {
    const away = unavailable('UPSTREAM_UNAVAILABLE', 'The notifier service does not answer');
    sendProblem(request, response, away);
  });
  response.once('close', () => onward.destroy());
  request.pipe(onward);
};

/** The notifier answered with plain HTTP, or not at all. */
const answerRefusal = (onward: ClientRequest, socket: Duplex): void => {
  onward.on('response', (answer) => {
    const lines = responseHeaders(answer.headers).map(
      ([name, value]) => `${name}: ${value.toString()}\r\n`,
    );
    const { statusCode = 503, statusMessage = '' } = answer;
    socket.write(
      `HTTP/1.1 ${statusCode} ${statusMessage}\r\n${lines.join('')}Connection: close\r\n\r\n`,
    );
    pipeline(answer, socket, () => socket.destroy());
  });
  onward.on('error', () => socket.end(noAnswer));
  socket.once('close', () => onward.destroy());
  onward.end();
};

const noAnswer =
  'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

const passedOn = /^(?:accept|content-type|content-length|origin|user-agent|sec-websocket-[a-z]+)$/;

const socketHeaders = ({ headers, context }: IncomingMessage): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string] => passedOn.test(entry[0]) && typeof entry[1] === 'string',
    ),
  ),
  'x-request-id': context.requestId,
  // the notifier compares it with the page's origin: by its own name it does not know ours
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
