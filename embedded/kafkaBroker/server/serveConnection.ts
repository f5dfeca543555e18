import type { Socket } from 'node:net';
import type { Broker } from '../apis/api.js';
import { type Frame, frameSize } from '../protocol/writer.js';
import { createFrameSplitter } from './frames.js';
import { handleRequest } from './handleRequest.js';
import type { PendingRequests } from './pendingRequests.js';
import { createRequestQueue } from './requestQueue.js';
import type { UnreadResponses } from './unreadResponses.js';

/** With so many requests pending, or so many bytes of them, a connection is not read from. */
const mostPending = { requests: 64, bytes: 8 * 1024 * 1024 };

type Deps = Readonly<{
  broker: Broker;
  unread: UnreadResponses;
  pending: PendingRequests;
  onError: (error: unknown) => void;
}>;

/**
 * Serves one client. Requests start, and get their responses, in the order of their arrival. As in
 * Kafka the next one starts when the response before has left; but produce requests overlap, so
 * that they share a sync. Malformed requests close the connection.
 */
export const serveConnection = (socket: Socket, deps: Deps): void => {
  const { broker, unread, pending, onError } = deps;
  const connection = { host: `/${socket.remoteAddress ?? ''}` };
  const fail = (error: unknown): void => {
    onError(error);
    socket.destroy();
  };
  const respond = createResponder(socket, unread);
  const queue = createRequestQueue({
    start: (frame) => {
      const { length } = frame;
      respond(handleRequest(broker, connection, frame)).then(() => queue.done(length), fail);
    },
    mayOverlap: isProduce,
    most: mostPending,
    onFull: () => socket.pause(),
    onRoom: () => socket.resume(),
    all: pending,
  });
  const split = createFrameSplitter(queue.add);

  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    unread.forget(socket);
    queue.close();
    broker.groups.connectionClosed(connection);
  });
  socket.on('data', (piece: Buffer) => {
    try {
      split(piece);
    } catch (error) {
      fail(error);
    }
  });
};

/** Returns a function that sends responses in the order of its calls, and waits until they left. */
const createResponder = (socket: Socket, unread: UnreadResponses) => {
  let lastResponse: Promise<void> = Promise.resolve();

  return async (response: Promise<Frame | null>): Promise<void> => {
    const previous = lastResponse;
    const ready = Promise.all([response, previous]);
    // without its bytes: every response would hold the one before it, as long as the connection is
    lastResponse = ready.then(ignore, ignore);
    const [frame] = await ready;
    if (frame === null || !socket.writable) return;
    const sent = send(socket, frame);
    // nearly always the system has taken all of it by now
    if (socket.writableLength === 0) return sent;
    const size = frameSize(frame);
    unread.add(socket, size);
    await sent;
    unread.remove(socket, size);
  };
};

/** Resolves when all pieces have left, or never will. */
const send = (socket: Socket, frame: Frame): Promise<void> =>
  new Promise((resolve) => {
    const last = frame.length - 1;
    if (last > 0) socket.cork();
    frame.forEach((piece, at) => {
      if (at < last) socket.write(piece);
      else
        socket.write(piece, () => {
          resolve();
        });
    });
    if (last > 0) socket.uncork();
  });

const ignore = (): void => undefined;

const produceKey = 0;

const isProduce = (frame: Buffer): boolean =>
  frame.length >= 2 && frame.readInt16BE(0) === produceKey;
