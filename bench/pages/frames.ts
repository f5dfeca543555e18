const headLength = 24;

/** Of a client: masked, with a mask that changes nothing. */
export const textFrame = (text: string): Buffer => {
  const payload = Buffer.from(text);
  const { length } = payload;
  const head = Buffer.from(
    length < 126 ? [0x81, 0x80 | length] : [0x81, 0xfe, length >> 8, length & 0xff],
  );

  return Buffer.concat([head, Buffer.alloc(4), payload]);
};

/**
 * Returns what takes chunks of a connection, its HTTP response first, and reports how each frame
 * of a server begins.
 */
export const readFrames = (onFrame: (head: string) => void): ((chunk: Buffer) => void) => {
  let rest: Buffer = Buffer.alloc(0);
  let isOpen = false;

  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (!isOpen) {
      const end = rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      isOpen = true;
      rest = rest.subarray(end + 4);
    }
    for (let frame = frameIn(rest); frame !== null; frame = frameIn(rest)) {
      onFrame(rest.toString('latin1', frame.start, Math.min(frame.end, frame.start + headLength)));
      rest = rest.subarray(frame.end);
    }
  };
};

/** Servers mask nothing, and none of their frames here has 64 KiB. */
const frameIn = (bytes: Buffer): Readonly<{ start: number; end: number }> | null => {
  if (bytes.length < 2) return null;
  const short = bytes.readUInt8(1) & 0x7f;
  if (short >= 126 && bytes.length < 4) return null;
  const [start, length] = short < 126 ? [2, short] : [4, bytes.readUInt16BE(2)];

  return bytes.length < start + length ? null : { start, end: start + length };
};
