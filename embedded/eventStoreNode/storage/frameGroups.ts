import {
  Batcher,
  createAdaptiveDelay,
  startAfterPoll,
} from '../../../platform/concurrency/index.js';
import { errorText } from '../../../platform/process/index.js';

/** A frame whose group is not on disk yet. */
export type PendingFrame = {
  readonly start: number;
  readonly bytes: Buffer;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
};

/**
 * One fdatasync carries at most this much, so that the first writers of a burst do not wait for the
 * last.
 */
const largestGroup = 4 * 1024 * 1024;
/**
 * Between the groups of several writers, in milliseconds: a sync costs as much processor time as
 * several appends, so with many writers fewer and larger groups serve more of them. A writer who is
 * alone never waits for this.
 */
const groupDelayMs = 1;
/** The rest of the turn in which the first frame arrives joins its group. */
const grouping = {
  maxWeight: largestGroup,
  weightOf: ({ bytes }: PendingFrame): number => bytes.length,
  start: startAfterPoll,
  linger: createAdaptiveDelay({ busyFrom: 2, delayMs: groupDelayMs }),
};

/** Frames that arrive while a group is being written form the next one. */
export const createFrameGroups = (
  write: (group: readonly PendingFrame[]) => Promise<void>,
): Batcher<PendingFrame> => new Batcher(write, grouping);

export class LogWriteFailed extends Error {
  constructor(path: string, cause: unknown) {
    super(`writing ${path} failed: ${errorText(cause)}`, { cause });
    this.name = 'LogWriteFailed';
  }
}
