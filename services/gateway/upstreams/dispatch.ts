import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { neighbourHeaders } from './headers.js';
import type { UpstreamName } from '../routes.js';

/** Upstreams that run in the gateway's own process: they are called, not dialled, see decision 22. */
export type Neighbours = Readonly<Partial<Record<UpstreamName, RequestListener>>>;

type Exchange = Readonly<{
  request: IncomingMessage;
  response: ServerResponse & { req: IncomingMessage };
}>;

/**
 * Hands the exchange over, with the body still unread and only those headers that an upstream gets to see. The
 * neighbour answers in time and with problem documents, as it would over a connection.
 */
export const callNeighbour = (
  neighbour: RequestListener,
  { request, response }: Exchange,
): void => {
  request.headers = neighbourHeaders(request);
  neighbour(request, response);
};
