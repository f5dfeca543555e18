import { MalformedRequest } from '../protocol/reader.js';

/** Kafka's own limit for a request. */
const maxFrameBytes = 100 * 1024 * 1024;

/** Cuts a stream of bytes into frames (four bytes of length in front of each), whatever pieces it arrives in. */
export const createFrameSplitter = (onFrame: (frame: Buffer) => void) => {
  let pieces: Buffer[] = [];
  let gathered = 0;
  let wanted = 4;

  return (piece: Buffer): void => {
    pieces.push(piece);
    gathered += piece.length;
    if (gathered < wanted) return;

    let bytes = pieces.length === 1 ? piece : Buffer.concat(pieces);
    while (bytes.length >= 4 && bytes.length >= 4 + lengthOf(bytes)) {
      const end = 4 + lengthOf(bytes);
      onFrame(bytes.subarray(4, end));
      bytes = bytes.subarray(end);
    }
    pieces = [bytes];
    gathered = bytes.length;
    wanted = bytes.length < 4 ? 4 : 4 + lengthOf(bytes);
  };
};

const lengthOf = (bytes: Buffer): number => {
  const length = bytes.readInt32BE(0);
  if (length < 0 || length > maxFrameBytes)
    throw new MalformedRequest(`A request claims ${length} bytes`);

  return length;
};
