import { MalformedRequest } from '../protocol/reader.js';

/** Kafka's own limit for a request. */
const maxFrameBytes = 100 * 1024 * 1024;

/** Splits a stream of bytes into frames, each of which begins with its length in four bytes. */
export const createFrameSplitter = (onFrame: (frame: Buffer) => void) => {
  let pieces: Buffer[] = [];
  let received = 0;
  let wanted = 4;

  return (piece: Buffer): void => {
    pieces.push(piece);
    received += piece.length;
    if (received < wanted) return;

    let bytes = pieces.length === 1 ? piece : Buffer.concat(pieces);
    while (bytes.length >= 4 && bytes.length >= 4 + lengthOf(bytes)) {
      const end = 4 + lengthOf(bytes);
      onFrame(bytes.subarray(4, end));
      bytes = bytes.subarray(end);
    }
    pieces = [bytes];
    received = bytes.length;
    wanted = bytes.length < 4 ? 4 : 4 + lengthOf(bytes);
  };
};

const lengthOf = (bytes: Buffer): number => {
  const length = bytes.readInt32BE(0);
  if (length < 0 || length > maxFrameBytes)
    throw new MalformedRequest(`A request claims ${length} bytes`);

  return length;
};
