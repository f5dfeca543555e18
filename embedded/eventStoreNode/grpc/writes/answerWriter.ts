import { Metadata } from '@grpc/grpc-js';
import type { ServerHttp2Stream } from 'node:http2';

/** What grpc-js keeps behind a call: the one in front of others has their `nextCall`. */
type InnerCall = Readonly<{ nextCall?: InnerCall; stream?: ServerHttp2Stream }>;

type Call = Readonly<{ sendMetadata: (metadata: Metadata) => void }>;

/** `onTaken` is called when the connection has taken the answer, or never will. */
type WriteAnswer = (answer: Buffer, onTaken: () => void) => void;

/**
 * Writes messages of a call to its HTTP/2 stream, in order. gRPC would write one per turn of the
 * event loop, since it waits until Node has written the last; so all of a turn travel together.
 */
export const answerWriter = (call: Call): WriteAnswer => {
  const stream = streamOf(Reflect.get(call, 'call') as InnerCall);
  let hasBegun = false;

  return (answer, onTaken) => {
    if (stream.destroyed || stream.writableEnded) {
      onTaken();

      return;
    }
    if (!hasBegun) call.sendMetadata(new Metadata());
    hasBegun = true;
    stream.write(framed(answer), () => onTaken());
  };
};

const streamOf = ({ nextCall, stream }: InnerCall): ServerHttp2Stream => {
  if (stream !== undefined) return stream;
  if (nextCall === undefined) throw new TypeError('A call of grpc-js has a stream');

  return streamOf(nextCall);
};

const prefixLength = 5;

/** Not compressed, and so long. https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md */
const framed = (message: Buffer): Buffer => {
  const frame = Buffer.allocUnsafe(prefixLength + message.length);
  frame[0] = 0;
  frame.writeUInt32BE(message.length, 1);
  message.copy(frame, prefixLength);

  return frame;
};
