import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Breaker } from './breaker.js';
import { responseHeaders } from './headers.js';
import type { UpstreamName } from '../routes.js';

export type Upstream = Readonly<{ name: UpstreamName; origin: string; breaker: Breaker }>;

export type Exchange = Readonly<{
  upstream: Upstream;
  request: IncomingMessage;
  response: ServerResponse;
  body: Buffer | null;
}>;

type Reason = 'timeout' | 'client gone' | 'connection';

/** There was no response. `isSent`: the upstream may have seen the request. */
export type Failure = Readonly<{ reason: Reason; isSent: boolean }>;

type Outcome = Readonly<{
  /** The response has begun. */
  started: () => void;
  done: () => void;
  failed: (failure: Failure) => void;
}>;

type Relay = Readonly<{ handler: Dispatcher.DispatchHandler; abort: (reason: Reason) => void }>;

/** Streams an upstream's response to the client, no faster than the client reads. */
export const createRelay = (exchange: Exchange, { started, done, failed }: Outcome): Relay => {
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
    else failed({ reason, isSent: running !== null });
  };

  return {
    handler: {
      ...relayResponse(exchange, { started, finish }),
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

const relayResponse = (
  { upstream, response }: Exchange,
  { started, finish }: Readonly<{ started: () => void; finish: () => void }>,
): Dispatcher.DispatchHandler => ({
  onResponseStart: (_, status, headers) => {
    if (status < 200) return;
    upstream.breaker.succeeded();
    started();
    for (const [name, value] of responseHeaders(headers)) response.setHeader(name, value);
    response.writeHead(status);
  },
  onResponseData: (controller, chunk) => {
    if (response.write(chunk)) return;
    controller.pause();
    response.once('drain', () => controller.resume());
  },
  onResponseEnd: () => {
    response.end();
    finish();
  },
});

/** A response that has begun cannot become another one: its connection is cut. */
const cut = ({ response }: Exchange): boolean => {
  if (response.headersSent) response.destroy();

  return response.headersSent;
};
