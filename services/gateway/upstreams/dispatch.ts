import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { UpstreamName } from '../routes.js';
import { inProcessHeaders } from './headers.js';

/** Upstreams that run in the gateway's own process: they are called, not connected to. */
export type InProcessUpstreams = Readonly<Partial<Record<UpstreamName, RequestListener>>>;

type Exchange = Readonly<{
  request: IncomingMessage;
  response: ServerResponse & { req: IncomingMessage };
}>;

/**
 * Calls an upstream of this process, with the body still unread and only the headers that an
 * upstream gets. The context, the observation and the verified user of the request are passed on
 * with it.
 */
export const dispatch = (upstream: RequestListener, { request, response }: Exchange): void => {
  const headers = inProcessHeaders(request);
  request.headers = headers;
  request.context = { ...request.context, traceparent: headers['traceparent'] as string };
  // A token that `Connection` names is not for the upstream.
  if (headers.authorization === undefined) delete request.principal;
  upstream(request, response);
};
