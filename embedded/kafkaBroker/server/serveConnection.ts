import type { Socket } from 'node:net';
import type { Broker } from '../apis/api.js';
import { createFrameSplitter } from './frames.js';
import { handleRequest } from './handleRequest.js';

/** With so many requests pending, a connection is not read from. */
const maxPending = 64;

/**
 * Serves one client. Requests start, and get their responses, in the order of their arrival, as
 * Kafka guarantees; what they wait for (a sync, other members) overlaps. Malformed requests close
 * the connection.
 */
export const serveConnection = (
  socket: Socket,
  broker: Broker,
  onError: (error: unknown) => void,
): void => {
  const connection = { host: `/${socket.remoteAddress ?? ''}` };
  let lastResponse = Promise.resolve();
  let pending = 0;

  const fail = (error: unknown): void => {
    onError(error);
    socket.destroy();
  };
  const respondInOrder = async (previous: Promise<void>, frame: Promise<Buffer | null>) => {
    const [bytes] = await Promise.all([frame, previous]);
    if (bytes !== null && socket.writable) socket.write(bytes);
    pending -= 1;
    if (pending < maxPending) socket.resume();
  };
  const split = createFrameSplitter((frame) => {
    pending += 1;
    if (pending >= maxPending) socket.pause();
    lastResponse = respondInOrder(lastResponse, handleRequest(broker, connection, frame));
    lastResponse.catch(fail);
  });

  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => broker.groups.connectionClosed(connection));
  socket.on('data', (piece: Buffer) => {
    try {
      split(piece);
    } catch (error) {
      fail(error);
    }
  });
};
