import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { beforeHoldBack } from '../../../platform/http/index.js';
import type { UpstreamName } from '../routes.js';
import { type Gate, leastLeftMs, type Passage } from './gate.js';
import { inProcessHeaders } from './headers.js';

/** Takes a client's connection over, together with the request that upgrades it. */
export type TakeSocket = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Upstreams that run in the gateway's own process: they are called, not connected to. */
export type InProcessUpstreams = Readonly<Partial<Record<UpstreamName, RequestListener>>> &
  Readonly<{
    /** The notifier's way to get WebSockets; absent where it runs elsewhere. */
    takeSocket?: TakeSocket;
  }>;

type Call = Readonly<{ upstream: RequestListener; gate: Gate; timeoutMs: number }>;

type Exchange = Readonly<{
  request: IncomingMessage;
  response: ServerResponse & { req: IncomingMessage };
}>;

/**
 * Calls an upstream of this process, with the body still unread and only the headers that an
 * upstream gets. The context, the observation and the verified user of the request are passed on
 * with it. It takes a place among those in flight when it has read the body, so that a slow client
 * takes none; where there is none, it waits for one, at the cost of the time that it has then.
 * Throws 503 while the upstream does not answer.
 */
export const dispatch = ({ upstream, gate, timeoutMs }: Call, exchange: Exchange): void => {
  gate.requireOpen();
  const { request, response } = exchange;
  const headers = inProcessHeaders(request);
  request.headers = headers;
  request.context = { ...request.context, traceparent: headers['traceparent'] as string };
  // A token that `Connection` names is not for the upstream.
  if (headers.authorization === undefined) delete request.principal;
  let passage: Passage | null = null;
  request.dispatched = {
    limitMs: () => timeoutMs - (passage?.waitedMs ?? 0),
    begin: async () => {
      passage = await gate.acquire(timeoutMs - leastLeftMs);
      releaseAtTheEnd(passage, exchange);
    },
    onTimeout: () => passage?.timedOut(),
    onWait: () => {
      passage?.succeeded();
      passage?.release();
    },
  };
  upstream(request, response);
};

/** A refusal that is held back takes no place meanwhile. */
const releaseAtTheEnd = (passage: Passage, { request, response }: Exchange): void => {
  const onClose = (): void => {
    if (response.writableFinished) passage.succeeded();
    passage.release();
  };
  response.once('close', onClose);
  // it has gone while it waited
  if (response.destroyed) onClose();
  beforeHoldBack(request, () => {
    passage.succeeded();
    passage.release();
  });
};
