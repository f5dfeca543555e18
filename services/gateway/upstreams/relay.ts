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

export type Reason = 'timeout' | 'client gone' | 'connection';

/** Nothing was answered. `isSent`: the upstream may have seen the request. */
export type Failure = Readonly<{ reason: Reason; isSent: boolean }>;

type Outcome = Readonly<{
  /** The answer has begun. */
  started: () => void;
  done: () => void;
  failed: (failure: Failure) => void;
}>;

type Relay = Readonly<{ handler: Dispatcher.DispatchHandler; abort: (reason: Reason) => void }>;

/** Passes an upstream's answer on as it comes, no faster than the client reads. */
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
      ...passAnswerOn(exchange, { started, finish }),
      onRequestStart: (controller) => {
        if (isOver) controller.abort(new Error('Given up before it was sent'));
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

const passAnswerOn = (
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

/** An answer that has begun cannot become another one: all that is left is to end the connection. */
const cut = ({ response }: Exchange): boolean => {
  if (response.headersSent) response.destroy();

  return response.headersSent;
};
