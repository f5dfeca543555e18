import type { Socket } from 'node:net';
import type { Broker } from '../apis/api.js';
import { createFrameSplitter } from './frames.js';
import { handleRequest } from './handleRequest.js';

/** Requests of one connection that may be unanswered before we stop reading from it. */
const maxUnanswered = 64;

/**
 * Serves one client. Requests begin in the order in which they arrive and are answered in that order, as Kafka
 * promises; what they wait for (a sync, other members) overlaps. Malformed requests close the connection.
 */
export const serveConnection = (
  socket: Socket,
  broker: Broker,
  onError: (error: unknown) => void,
): void => {
  const clientHost = `/${socket.remoteAddress ?? ''}`;
  let lastAnswer = Promise.resolve();
  let unanswered = 0;

  const fail = (error: unknown): void => {
    onError(error);
    socket.destroy();
  };
  const answerInTurn = async (turn: Promise<void>, frame: Promise<Buffer | null>) => {
    const [bytes] = await Promise.all([frame, turn]);
    if (bytes !== null && socket.writable) socket.write(bytes);
    unanswered -= 1;
    if (unanswered < maxUnanswered) socket.resume();
  };
  const split = createFrameSplitter((frame) => {
    unanswered += 1;
    if (unanswered >= maxUnanswered) socket.pause();
    lastAnswer = answerInTurn(lastAnswer, handleRequest(broker, clientHost, frame));
    lastAnswer.catch(fail);
  });

  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (piece: Buffer) => {
    try {
      split(piece);
    } catch (error) {
      fail(error);
    }
  });
};
