import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline, type Duplex } from 'node:stream';
import { responseHeaders } from '../upstreams/headers.js';

export type Passing = Readonly<{ request: IncomingMessage; socket: Duplex; head: Buffer }>;

/** Joins the client's socket and the notifier's when that agrees; else passes on what it says. */
export const relayUpgrade = (
  onward: ClientRequest,
  { request, socket, head }: Passing,
  onJoined: () => void,
): void => {
  onward.on('upgrade', (answer, upstream: Socket, upstreamHead) => {
    upstream.setTimeout(0);
    socket.write(switching(answer));
    socket.write(upstreamHead);
    upstream.write(head);
    join(socket, upstream);
    onJoined();
  });
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
  socket.once('close', () => onward.destroy());
  onward.end();
};

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
