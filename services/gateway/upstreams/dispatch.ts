import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { UpstreamName } from '../routes.js';
import { inProcessHeaders } from './headers.js';

/** Upstreams that run in the gateway's own process: they are called, not dialled. */
export type InProcessUpstreams = Readonly<Partial<Record<UpstreamName, RequestListener>>>;

type Exchange = Readonly<{
  request: IncomingMessage;
  response: ServerResponse & { req: IncomingMessage };
}>;

/**
 * Calls an upstream of this process, with the body still unread and only those headers that an
 * upstream gets to see. It goes on with the request as the gateway leaves it, observed and
 * authenticated, and sends the response in time and with problem documents, as over a connection.
 */
export const dispatch = (upstream: RequestListener, { request, response }: Exchange): void => {
  const headers = inProcessHeaders(request);
  request.headers = headers;
  request.context = { ...request.context, traceparent: headers['traceparent'] as string };
  // A header that the client kept from the upstream does not count there.
  if (headers.authorization === undefined) delete request.principal;
  upstream(request, response);
};
