/** A stream as it is when only the first so many events of the log count. */
export type StreamView = {
  /** −1 when the name was never written to. */
  readonly number: number;
  /** The current revision and one: how many events the stream has had, without the tombstone. */
  readonly length: number;
  /** The first revision that no scavenge has removed. */
  readonly first: number;
  /** Position of the last event without the tombstone, −1 when there is none. */
  readonly head: number;
  /** Position of the tombstone, −1 when there is none. */
  readonly tombstone: number;
};

/** Of a name that was never written to. */
export const neverWritten: StreamView = {
  number: -1,
  length: 0,
  first: 0,
  head: -1,
  tombstone: -1,
};
