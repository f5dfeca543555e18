import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { once } from '../process/index.js';
import { createDraining } from './frame/draining.js';
import { mostConnections } from './mostConnections.js';
import { problem } from './output/problem.js';
import { toRawResponse } from './output/send.js';
import { serveInTurns } from './turns.js';

export type HttpServer = Readonly<{
  url: string;
  server: Server;
  /**
   * From now on `/ready` is 503, and every response ends its connection. Resolves after `drainMs`:
   * whoever sends requests has turned to other processes by then.
   */
  announceStop: () => Promise<void>;
  /** Announces it, and waits for requests in flight, at most 8 s. */
  stop: () => Promise<void>;
}>;

type Options = Readonly<{
  handler: RequestListener;
  port: number;
  host: string;
  /**
   * From the headers of a request until its response has been read, in milliseconds; then the
   * connection is cut.
   */
  exchangeTimeoutMs?: number;
  /** Between the announcement of the end and the end of listening, in milliseconds. */
  drainMs?: number;
  /** 2 where each connection of a client makes another one necessary. Usually 1. */
  filesPerConnection?: number;
}>;

const limits = {
  keepAliveTimeout: 65_000,
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16 * 1024,
  // Node would refuse it without a problem document; `refuse` does it with one.
  requireHostHeader: false,
};

/** Connections that wait to be accepted: many come at once. Linux allows 4 096 of them. */
const backlog = 4_096;

const drainTimeoutMs = 8000;

/** Longer than a body may take, and than a poll of Socket.IO stays open. */
const defaultExchangeTimeoutMs = 60_000;

/** Listens; port 0 is any free one. Throws EADDRINUSE when the port is taken. */
export const startHttpServer = async (options: Options): Promise<HttpServer> => {
  const {
    handler,
    port,
    host,
    exchangeTimeoutMs = defaultExchangeTimeoutMs,
    drainMs = 0,
  } = options;
  const server = createServer(limits);
  server.maxRequestsPerSocket = 10_000;
  server.maxConnections = mostConnections(options.filesPerConnection);
  const draining = createDraining(drainMs);
  const serveInTurn = serveInTurns(server, handler);
  const serve: RequestListener = (request, response) => {
    request.arrivedAt = performance.now();
    draining.follow(request, response);
    cutAfter(exchangeTimeoutMs, request, response);
    serveInTurn(request, response);
  };
  server.on('request', serve);
  // An unknown expectation does not matter: the rest of the request does.
  server.on('checkExpectation', serve);
  server.on('clientError', refuseUnreadable);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ port, host, backlog }, resolve);
  });

  return {
    url: urlOf(server, host),
    server,
    announceStop: draining.announce,
    stop: once(async () => {
      await draining.announce();
      await drain(server, draining.inFlight);
    }),
  };
};

/** A client that does not read keeps a response in memory, and Node waits for it without end. */
const cutAfter = (
  timeoutMs: number,
  { socket }: IncomingMessage,
  response: ServerResponse,
): void => {
  const timer = setTimeout(() => socket.destroy(), timeoutMs);
  response.once('close', () => clearTimeout(timer));
};

const urlOf = (server: Server, host: string): string => {
  const { port } = server.address() as AddressInfo;
  const reachable = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? host;

  return `http://${reachable.includes(':') && !reachable.startsWith('[') ? `[${reachable}]` : reachable}:${port}`;
};

/** A server does not count the connections that another process has accepted for it. */
const drain = (server: Server, inFlight: () => number): Promise<void> =>
  new Promise((resolve) => {
    let isClosed = false;
    const end = (): void => {
      clearInterval(closing);
      clearTimeout(timeout);
      resolve();
    };
    const endIfDone = (): void => {
      // The connection of a request from before the end is idle afterwards, and would stay open.
      server.closeIdleConnections();
      if (isClosed && inFlight() === 0) end();
    };
    const closing = setInterval(endIfDone, 50);
    const timeout = setTimeout(() => {
      server.closeAllConnections();
      end();
    }, drainTimeoutMs);
    server.close(() => {
      isClosed = true;
      endIfDone();
    });
    server.closeIdleConnections();
  });

const unreadable: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'HEADERS_TOO_LARGE'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'REQUEST_TIMEOUT'],
};

/** For a request that Node could not read: there is no request object, only the socket. */
const refuseUnreadable = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();

    return;
  }
  const [status, code] = unreadable[error.code ?? ''] ?? [400, 'MALFORMED_REQUEST'];
  const refusal = problem(status, code, 'The request cannot be read');
  socket.end(toRawResponse(refusal, { instance: '/', requestId: randomUUID() }));
};
