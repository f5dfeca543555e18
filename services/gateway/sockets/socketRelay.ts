import { Agent, type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline, type Duplex } from 'node:stream';
import { sendProblem } from '../../../platform/http/index.js';
import type { TakeSocket } from '../upstreams/dispatch.js';
import { responseHeaders } from '../upstreams/headers.js';
import type { Origin } from '../upstreams/origins/origin.js';
import type { Origins } from '../upstreams/origins/origins.js';
import { createLocalSockets } from './localSockets.js';
import { createSendOnward, isOfSession, notifierUnavailable, type SendOnward } from './onward.js';
import { type Passing, relayUpgrade } from './relayUpgrade.js';
import { sendRawProblem } from './sendRawProblem.js';

/** Socket.IO's way to the notifiers: long polling and WebSockets. */
export type SocketRelay = Readonly<{
  poll: (request: IncomingMessage, response: ServerResponse) => void;
  upgrade: TakeSocket;
  /** Ends the WebSockets that came this way. */
  stop: () => void;
}>;

/** Longer than a poll of Socket.IO waits for data. */
const pollTimeoutMs = 45_000;

type Options = Readonly<{
  origins: Origins;
  timeoutMs: number;
  /** Returns the address of the client, which the notifier limits by. */
  addressOf: (request: IncomingMessage) => string;
  /** For a notifier in this process: a WebSocket needs one open file then, instead of three. */
  takeSocket?: TakeSocket | undefined;
}>;

/**
 * `timeoutMs`: for every response of the notifier except to a poll, which waits for data. Polls of
 * one client go to one notifier, which knows its session; a WebSocket to the one that has fewest.
 */
export const createSocketRelay = (options: Options): SocketRelay => {
  const { origins, timeoutMs, addressOf, takeSocket } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: 2_000 });
  const send = createSendOnward(addressOf);
  const upgrades = createUpgrades({ origins, timeoutMs, addressOf, send });
  const local = takeSocket === undefined ? null : createLocalSockets(takeSocket, addressOf);

  return {
    poll: (request, response) => {
      const origin = origins.chooseFor(addressOf(request));
      if (origin === null) {
        sendProblem(request, response, notifierUnavailable());

        return;
      }
      const timeout = isPoll(request) ? pollTimeoutMs : timeoutMs;
      const onward = send(request, origin, { method: request.method, agent, timeout });
      relayPoll(onward, request, response);
    },
    upgrade: (request, socket, head) => {
      // a session that began with polls may be another notifier's
      if (local === null || isOfSession(request)) upgrades.pass({ request, socket, head });
      else local.pass({ request, socket, head });
    },
    stop: () => {
      upgrades.stop();
      local?.stop();
      agent.destroy();
    },
  };
};

/** A WebSocket that a notifier does not take goes to another one. */
const createUpgrades = (deps: Options & Readonly<{ send: SendOnward }>) => {
  const { origins, timeoutMs, addressOf, send } = deps;
  const open = new Map<Origin, Set<Duplex>>();
  const socketsOf = (origin: Origin): number => open.get(origin)?.size ?? 0;
  const follow = (socket: Duplex, origin: Origin): void => {
    const sockets = open.get(origin) ?? new Set();
    open.set(origin, sockets.add(socket));
    socket.once('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) open.delete(origin);
    });
  };
  const originFor = (request: IncomingMessage, tried: ReadonlySet<Origin>): Origin | null =>
    isOfSession(request)
      ? origins.chooseFor(addressOf(request))
      : origins.choose({ tried, loadOf: socketsOf });

  const pass = (passing: Passing, tried = new Set<Origin>()): void => {
    const { request, socket } = passing;
    const origin = originFor(request, tried);
    if (origin === null || tried.has(origin)) {
      sendRawProblem(socket, request, notifierUnavailable());

      return;
    }
    tried.add(origin);
    const headers = { connection: 'Upgrade', upgrade: 'websocket' };
    const onward = send(request, origin, { headers, timeout: timeoutMs });
    onward.on('error', () => {
      if (!socket.destroyed) pass(passing, tried);
    });
    relayUpgrade(onward, passing, () => follow(socket, origin));
  };

  return {
    pass: (passing: Passing) => pass(passing),
    stop: () => {
      for (const sockets of open.values()) for (const socket of sockets) socket.destroy();
    },
  };
};

const isPoll = (request: IncomingMessage): boolean =>
  request.method === 'GET' && isOfSession(request);

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
