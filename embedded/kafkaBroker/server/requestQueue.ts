/**
 * The requests of one connection. The next one starts when the response to the one before has left;
 * only those that may overlap start while others of their kind run. So a client that sends and
 * never reads keeps one response in memory, not all of them.
 */
export type RequestQueue = Readonly<{
  add: (frame: Buffer) => void;
  /** To be called when the response to a request of so many bytes has left, or there was none. */
  done: (bytes: number) => void;
}>;

type Options = Readonly<{
  start: (frame: Buffer) => void;
  /** Whether its response is small, and it shares what it waits for with others. */
  mayOverlap: (frame: Buffer) => boolean;
  /** With so much started or waiting `onFull` is called, with less `onRoom`. */
  most: Readonly<{ requests: number; bytes: number }>;
  onFull: () => void;
  onRoom: () => void;
}>;

export const createRequestQueue = (options: Options): RequestQueue => {
  const { start, mayOverlap, most, onFull, onRoom } = options;
  const waiting: Buffer[] = [];
  let running = 0;
  let bytes = 0;
  let isAlone = false;
  let isFull = false;

  const mayStart = (frame: Buffer): boolean => running === 0 || (!isAlone && mayOverlap(frame));
  const startNext = (): void => {
    for (let next = waiting[0]; next !== undefined && mayStart(next); next = waiting[0]) {
      waiting.shift();
      running += 1;
      isAlone = !mayOverlap(next);
      start(next);
    }
  };
  const noteRoom = (): void => {
    const isNowFull = running + waiting.length >= most.requests || bytes >= most.bytes;
    if (isNowFull === isFull) return;
    isFull = isNowFull;
    if (isFull) onFull();
    else onRoom();
  };

  return {
    add: (frame) => {
      bytes += frame.length;
      waiting.push(frame);
      startNext();
      noteRoom();
    },
    done: (doneBytes) => {
      bytes -= doneBytes;
      running -= 1;
      startNext();
      noteRoom();
    },
  };
};
