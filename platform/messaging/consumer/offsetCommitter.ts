import type { Consumer } from 'kafkajs';
import { Batcher, pause } from '../../concurrency/index.js';
import type { Logger } from '../../logging/index.js';

type CommittableOffset = Readonly<{ topic: string; partition: number; offset: string }>;

/** A commit costs as much as a message, and is read only after a crash. */
const commitEveryMs = 500;

/**
 * Commits in the background, one request at a time with all that was added meanwhile, so that the
 * next fetch need not wait. A commit that fails or is lost costs a redelivery, never a message.
 */
export const createOffsetCommitter = (consumer: Consumer, logger: Logger) => {
  const flushing = new AbortController();
  const delay = (): Promise<void> => pause(commitEveryMs, flushing.signal);

  const commit = async (added: readonly CommittableOffset[]): Promise<void> => {
    const offsets = latestOf(added);
    try {
      await consumer.commitOffsets(offsets);
    } catch (error) {
      logger.info({ err: error, offsets }, 'offsets not committed');
    }
  };
  const batcher = new Batcher(commit, { start: delay, linger: delay });

  return {
    /** All messages of the partition below `offset` have had their effect. */
    add: (offset: CommittableOffset): void => batcher.add(offset),
    /** Drops what was added under an assignment that has ended. */
    clear: (): void => void batcher.clear(),
    /** Commits what was added, and what is added later without delay. */
    flush: (): Promise<void> => {
      flushing.abort();

      return batcher.whenIdle();
    },
  };
};

const latestOf = (offsets: readonly CommittableOffset[]): CommittableOffset[] => [
  ...new Map(offsets.map((one) => [`${one.topic}/${one.partition}`, one])).values(),
];
