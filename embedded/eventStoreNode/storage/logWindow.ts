/** Bytes of the log, and where in them the record at a position begins (−1: it is not there). */
export type LogWindow = {
  readonly bytes: Buffer;
  readonly offsetOf: (position: number) => number;
};

/** Of a position where no record begins. */
export const nowhere: LogWindow = { bytes: Buffer.alloc(0), offsetOf: () => -1 };
