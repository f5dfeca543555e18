import type { Consumer } from 'kafkajs';
import { pause } from '../../concurrency/index.js';
import type { Logger } from '../../logging/index.js';
import { messageOf } from '../client/errors.js';

type Place = Readonly<{ topic: string; partition: number }>;

/** Milliseconds for which offsets gather: a commit costs as much as a message, and is read only after a crash. */
const gatherFor = 100;

/**
 * Commits behind the consumer's back, one request at a time with all that has gathered: the next
 * fetch need not wait for it. A commit that fails or is lost costs a redelivery, never a message.
 */
export const createCommits = (consumer: Consumer, logger: Logger) => {
  let noted = new Map<string, Place & Readonly<{ offset: string }>>();
  let committing: Promise<void> | null = null;
  const flushing = new AbortController();

  const commit = async (): Promise<void> => {
    for (;;) {
      await pause(gatherFor, flushing.signal);
      if (noted.size === 0) break;
      const offsets = [...noted.values()];
      noted = new Map();
      try {
        await consumer.commitOffsets(offsets);
      } catch (error) {
        logger.info({ offsets, error: messageOf(error) }, 'offsets not committed');
      }
    }
    committing = null;
  };

  return {
    /** All messages of the partition below `next` have had their effect. */
    note: ({ topic, partition }: Place, next: bigint): void => {
      noted.set(`${topic}/${partition}`, { topic, partition, offset: next.toString() });
      committing ??= commit();
    },
    /** Drops what was noted under an assignment that has ended. */
    forget: (): void => noted.clear(),
    /** Commits what is noted now, and from then on without delay. */
    flush: async (): Promise<void> => {
      flushing.abort();
      await committing;
    },
  };
};
