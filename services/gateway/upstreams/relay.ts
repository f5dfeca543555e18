import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Gate } from './gate.js';
import { responseHeaders } from './headers.js';
import type { Origins } from './origins/origins.js';
import type { UpstreamName } from '../routes.js';

/** `gate`: for calls, where the upstream runs in this process. */
export type Upstream = Readonly<{ name: UpstreamName; gate: Gate; origins: Origins }>;

export type Exchange = Readonly<{
  upstream: Upstream;
  request: IncomingMessage;
  response: ServerResponse;
  body: Buffer | null;
}>;

/**
 * `turned away`: by a process that stops, and did nothing. `no place`: there were too many requests
 * for as long as it could wait.
 */
type Reason = 'timeout' | 'client gone' | 'connection' | 'turned away' | 'no place';

/** There was no response. `isSent`: the upstream may have done what was requested. */
export type Failure = Readonly<{ reason: Reason; isSent: boolean }>;

type Outcome = Readonly<{
  /** The upstream says that the request waits there for its turn. */
  waits: () => void;
  /** The response has begun. */
  started: () => void;
  /** The upstream's part of it is over. */
  done: () => void;
  failed: (failure: Failure) => void;
  /** Whether another process could get the request. */
  mayTurnAway: () => boolean;
}>;

type Relay = Readonly<{ handler: Dispatcher.DispatchHandler; abort: (reason: Reason) => void }>;

/** Streams an upstream's response to the client, no faster than the client reads. */
export const createRelay = (
  exchange: Exchange,
  { waits, started, done, failed, mayTurnAway }: Outcome,
): Relay => {
  let running: Dispatcher.DispatchController | null = null;
  let reason: Reason = 'connection';
  let isOver = false;

  const finish = (): void => {
    isOver = true;
    done();
  };

  const breakOff = (): void => {
    if (isOver) return;
    isOver = true;
    if (cut(exchange)) done();
    else failed({ reason, isSent: running !== null && reason !== 'turned away' });
  };
  const turnAway = (): void => {
    reason = 'turned away';
    running?.abort(new Error(reason));
  };

  return {
    handler: {
      ...relayResponse(exchange, { waits, started, finish, turnAway, mayTurnAway }),
      onRequestStart: (controller) => {
        if (isOver) controller.abort(new Error('Aborted before it was sent'));
        running = controller;
      },
      onResponseError: breakOff,
    },
    abort: (because) => {
      if (isOver) return;
      reason = because;
      if (running === null) breakOff();
      else running.abort(new Error(because));
    },
  };
};

/** 102 Processing, which a service sends when a request begins to wait. */
const processing = 102;

type Steps = Pick<Outcome, 'waits' | 'started' | 'mayTurnAway'> &
  Readonly<{ finish: () => void; turnAway: () => void }>;

const relayResponse = (
  { request, response }: Exchange,
  { waits, started, finish, turnAway, mayTurnAway }: Steps,
): Dispatcher.DispatchHandler => {
  const refusal: Buffer[] = [];
  let begin: (() => void) | null = null;

  return {
    onResponseStart: (_, status, headers) => {
      if (status === processing) waits();
      if (status < 200) return;
      if (status === 503 && headers['connection'] === 'close' && mayTurnAway()) {
        turnAway();

        return;
      }
      started();
      const sendHead = (): void => {
        for (const [name, value] of responseHeaders(headers)) response.setHeader(name, value);
        response.writeHead(status);
      };
      if (status === 503 && request.holdBack !== undefined) begin = sendHead;
      else sendHead();
    },
    onResponseData: (controller, chunk) => {
      if (begin !== null) refusal.push(chunk);
      else if (!response.write(chunk)) {
        controller.pause();
        response.once('drain', () => controller.resume());
      }
    },
    onResponseEnd: () => {
      if (begin === null) response.end();
      else request.holdBack?.(sendRefusal(response, begin, refusal));
      finish();
    },
  };
};

/** A refusal is short: it is held back as a whole, and the connection to the upstream is free. */
const sendRefusal =
  (response: ServerResponse, sendHead: () => void, body: readonly Buffer[]) => (): void => {
    sendHead();
    response.end(Buffer.concat(body));
  };

/** A response that has begun cannot become another one: its connection is cut. */
const cut = ({ response }: Exchange): boolean => {
  if (response.headersSent) response.destroy();

  return response.headersSent;
};
