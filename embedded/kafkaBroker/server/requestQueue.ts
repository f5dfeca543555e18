/**
 * The requests of one connection. They start in the order of their arrival and overlap while they
 * wait; one that may have a large response starts alone, when everything before it has left. So a
 * client that sends and never reads keeps one such response in memory, not all of them.
 */
export type RequestQueue = Readonly<{
  add: (frame: Buffer) => void;
  /** To be called when a response has left, or there was none. */
  done: () => void;
}>;

type Options = Readonly<{
  start: (frame: Buffer) => void;
  isLarge: (frame: Buffer) => boolean;
  /** With so many requests started or waiting `onFull` is called, with fewer `onRoom`. */
  most: number;
  onFull: () => void;
  onRoom: () => void;
}>;

export const createRequestQueue = (options: Options): RequestQueue => {
  const { start, isLarge, most, onFull, onRoom } = options;
  const waiting: Buffer[] = [];
  let running = 0;
  let isFull = false;

  const mayStart = (frame: Buffer): boolean => running === 0 || !isLarge(frame);
  const startNext = (): void => {
    for (let next = waiting[0]; next !== undefined && mayStart(next); next = waiting[0]) {
      waiting.shift();
      running += 1;
      start(next);
    }
  };

  return {
    add: (frame) => {
      waiting.push(frame);
      startNext();
      if (running + waiting.length < most || isFull) return;
      isFull = true;
      onFull();
    },
    done: () => {
      running -= 1;
      startNext();
      if (!isFull || running + waiting.length >= most) return;
      isFull = false;
      onRoom();
    },
  };
};
