import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { toRawAnswer, type Problem } from '../../../platform/http/index.js';

/** There is no response to a request for another protocol: the answer goes on the socket itself. */
export const refuse = (
  socket: Duplex,
  { url = '/', context: { requestId } }: IncomingMessage,
  refusal: Problem,
): void => {
  socket.end(toRawAnswer(refusal, { instance: url.split('?', 1)[0] ?? '/', requestId }));
};
