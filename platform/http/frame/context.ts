import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Deadline } from '../../concurrency/index.js';
import { isTraceparent } from '../../tracing/index.js';
import type { Principal } from './authentication.js';
import type { Count } from './observer.js';
import type { Problem } from '../output/problem.js';

/** What follows a request through events, outbox and Kafka. */
export type RequestContext = Readonly<{
  requestId: string;
  correlationId: string;
  /** The W3C trace context that came in, null without a well-formed one. */
  traceparent: string | null;
  /** In the services, from the moment when the body has been read. */
  deadline?: Deadline;
}>;

/** What a gateway that calls a service of its own process has to do with the service's work. */
export type Dispatched = Readonly<{
  /** What the service has for its answer from `begin` on, in milliseconds. */
  limitMs: () => number;
  /** Called when the body has been read. Rejects where there is no room for the request. */
  begin: () => Promise<void>;
  /** Called when there is no answer in time. */
  onTimeout: () => void;
  /** Called when the request waits for its turn: it needs no place meanwhile. */
  onWait: () => void;
}>;

declare module 'http' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- merges
  interface IncomingMessage {
    /** When its headers had been read, of `performance.now()`: set by the server. */
    arrivedAt?: number;
    /** Set by openContext before anything else sees the request. */
    context: RequestContext;
    /** Who sent it (null without a token), or what is wrong with the token; see requireUser. */
    principal?: Principal | Problem | null;
    /** Set by a gateway that calls a service of its own process. */
    dispatched?: Dispatched;
    /** Set by a gateway: sends a 503 later, so that many who repeat at once wait a little. */
    holdBack?: (send: () => void) => void;
    /**
     * Set in the services with the deadline, for a request that has to wait for its turn: its time
     * stands still, and it takes no place of others, until the function is called that it returns.
     * Calls `onGone` when the client goes away meanwhile.
     */
    beginWait?: (onGone: () => void) => () => void;
    /** Set when the process is about to stop: no more should come on this connection. */
    isLast?: boolean;
    /** Called when the response is over: one per service of this process that serves it. */
    counts?: Count[];
    /** The bytes of the JSON, in the services. */
    bodyBytes?: Buffer;
    /** The parsed JSON, in the services. */
    body?: unknown;
  }
}

const isRequestId = (value: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$/.test(value);

/** Sets the ids of the request, the client's own where they are well-formed, and X-Request-Id. */
export const openContext = (request: IncomingMessage, response: ServerResponse): RequestContext => {
  const context = assignContext(request);
  response.setHeader('X-Request-Id', context.requestId);

  return context;
};

/** Whether the request comes from the gateway of this process, which has been through the frame. */
export const isDispatched = (request: IncomingMessage): boolean => 'context' in request;

/** The same for a request without a response object, such as the start of a WebSocket. */
export const assignContext = (request: IncomingMessage): RequestContext => {
  const requestId = single(request.headers['x-request-id'], isRequestId) ?? randomUUID();
  const traceparent = single(request.headers['traceparent'], isTraceparent);
  request.context = { requestId, correlationId: requestId, traceparent };

  return request.context;
};

const single = (
  value: string | string[] | undefined,
  isRight: (value: string) => boolean,
): string | null => (typeof value === 'string' && isRight(value) ? value : null);
