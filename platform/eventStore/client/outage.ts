/** Whether the event store serves this process, as its calls have found. */
export type Outage = Readonly<{
  /** A call found no server that takes it. */
  noteFailure: () => void;
  /** A call got its response. */
  noteAnswer: () => void;
  /** An append was sent, and its answer did not come in time. */
  noteSilence: () => void;
  /** Whether no call got a response for a second. */
  isSilent: () => boolean;
  /** Whether so many appends in a row had no answer that the next would wait for nothing. */
  isStalled: () => boolean;
  /** Whether it has lasted so long that waiting within one call is of no more use. */
  isLong: () => boolean;
}>;

/** An election takes 1 to 3 s: calls wait for its end. */
const longFromMs = 5000;

/** In milliseconds: a failure so long ago says nothing of now. */
const failureCountsForMs = 30_000;

const silentFromMs = 1000;

const stalledFrom = 8;

export const createOutage = (): Outage => {
  let since: number | null = null;
  let failedAt = 0;
  let answeredAt = 0;
  let unanswered = 0;

  const isOver = (): boolean => performance.now() - failedAt > failureCountsForMs;

  return {
    noteFailure: () => {
      if (isOver()) since = null;
      failedAt = performance.now();
      since ??= failedAt;
    },
    noteAnswer: () => {
      since = null;
      unanswered = 0;
      answeredAt = performance.now();
    },
    noteSilence: () => {
      unanswered += 1;
    },
    isStalled: () => unanswered >= stalledFrom,
    isSilent: () => performance.now() - answeredAt > silentFromMs,
    isLong: () => since !== null && !isOver() && performance.now() - since > longFromMs,
  };
};
