import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { toRawResponse, type Problem } from '../../../platform/http/index.js';

/**
 * Ends the socket with a problem document: a request for another protocol has no response object.
 */
export const sendRawProblem = (
  socket: Duplex,
  { url = '/', context: { requestId } }: IncomingMessage,
  problem: Problem,
): void => {
  socket.end(toRawResponse(problem, { instance: url.split('?', 1)[0] ?? '/', requestId }));
};
