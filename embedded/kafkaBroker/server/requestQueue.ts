import type { PendingRequests } from './pendingRequests.js';

/**
 * The requests of one connection. The next one starts when the response to the one before has left;
 * only those that may overlap start while others of their kind run. So a client that sends and
 * never reads keeps one response in memory, not all of them.
 */
export type RequestQueue = Readonly<{
  add: (frame: Buffer) => void;
  /** To be called when the response to a request of so many bytes has left, or there was none. */
  done: (bytes: number) => void;
  /** The connection is over: what it had pending counts no more. */
  close: () => void;
}>;

type Options = Readonly<{
  start: (frame: Buffer) => void;
  /** Whether its response is small, and it shares what it waits for with others. */
  mayOverlap: (frame: Buffer) => boolean;
  /** With so much started or waiting `onFull` is called, with less `onRoom`. */
  most: Readonly<{ requests: number; bytes: number }>;
  onFull: () => void;
  onRoom: () => void;
  /** What all connections have pending: while it is too much, one that has something is full. */
  all: PendingRequests;
}>;

export const createRequestQueue = (options: Options): RequestQueue => {
  const { start, mayOverlap, all, most } = options;
  const waiting: Buffer[] = [];
  const size = countIn(all);
  let running = 0;
  let isAlone = false;
  const mayStart = (frame: Buffer): boolean => running === 0 || (!isAlone && mayOverlap(frame));
  const setFull = onChange(options);
  const noteRoom = (): void => {
    const isOneOfTooMany = size.bytes() > 0 && all.isFull();
    if (isOneOfTooMany) all.whenRoom(noteRoom);
    const areMany = running + waiting.length >= most.requests;
    setFull(isOneOfTooMany || areMany || size.bytes() >= most.bytes);
  };
  const startNext = (): void => {
    for (let next = waiting[0]; next !== undefined && mayStart(next); next = waiting[0]) {
      waiting.shift();
      running += 1;
      isAlone = !mayOverlap(next);
      start(next);
    }
    noteRoom();
  };

  return {
    add: (frame) => {
      size.add(frame.length);
      waiting.push(frame);
      startNext();
    },
    done: (doneBytes) => {
      size.add(-doneBytes);
      running -= 1;
      startNext();
    },
    close: () => {
      all.forget(noteRoom);
      size.close();
    },
  };
};

/** Calls what there is to do when it becomes full, or is full no more. */
const onChange = ({ onFull, onRoom }: Pick<Options, 'onFull' | 'onRoom'>) => {
  let wasFull = false;

  return (isFull: boolean): void => {
    if (isFull === wasFull) return;
    wasFull = isFull;
    if (isFull) onFull();
    else onRoom();
  };
};

/** What one connection has pending, as a part of what all have. */
const countIn = (all: PendingRequests) => {
  let bytes = 0;
  let isClosed = false;

  return {
    bytes: () => bytes,
    add: (change: number): void => {
      if (isClosed) return;
      bytes += change;
      if (change > 0) all.add(change);
      else all.remove(-change);
    },
    close: (): void => {
      isClosed = true;
      all.remove(bytes);
      bytes = 0;
    },
  };
};
