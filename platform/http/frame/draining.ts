import type { IncomingMessage, ServerResponse } from 'node:http';
import { createLinkedQueue } from '../../collections/index.js';
import { pause } from '../../concurrency/index.js';
import { once } from '../../process/index.js';

/** How a server says that it is about to stop, and what it has still to do. */
export type Draining = Readonly<{
  /** To be called with every request. */
  follow: (request: IncomingMessage, response: ServerResponse) => void;
  /** Resolves when whoever sends requests has had the time to hear of it. */
  announce: () => Promise<void>;
  /** How many requests have no whole response yet. */
  inFlight: () => number;
}>;

/** Each part that a request goes through may follow its end: more than Node's 10 is no leak. */
const mostListeners = 30;

/** `drainMs`: that time, in milliseconds. */
export const createDraining = (drainMs: number): Draining => {
  const inFlight = createLinkedQueue<ServerResponse>();
  let isAnnounced = false;

  return {
    follow: (request, response) => {
      response.setMaxListeners(mostListeners);
      response.once('close', inFlight.add(response));
      if (!isAnnounced) return;
      request.isLast = true;
      endConnection(response);
    },
    announce: once(async () => {
      isAnnounced = true;
      for (const response of inFlight.members()) endConnection(response);
      if (drainMs > 0) await pause(drainMs);
    }),
    inFlight: inFlight.size,
  };
};

/** A client must not send another request on a connection that is going to be closed. */
const endConnection = (response: ServerResponse): void => {
  if (!response.headersSent) response.setHeader('Connection', 'close');
};
