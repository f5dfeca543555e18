import type { Topic } from '../../../contracts/messages/index.js';
import { createUnderWay, withTimeout } from '../../concurrency/index.js';
import { NotReady } from '../../process/index.js';
import type { ConsumerOptions } from './consumerOptions.js';
import { groupLag } from './groupLag.js';

type Options<T extends Topic> = ConsumerOptions<T> & Readonly<{ onStuck: (error: Error) => void }>;

/**
 * kafkajs can stop fetching for good with the process alive. When nothing was fetched and no
 * attempt to handle messages ended for `progressTimeoutMs`, although the broker responds and holds
 * unread messages, `onStuck` is called. Attempts that fail are progress: a restart would not help a
 * dependency. An attempt that does not end is none, whatever else is fetched meanwhile.
 */
export const createWatchdog = <T extends Topic>(options: Options<T>) => {
  const { groupId, progressTimeoutMs = 30_000, hungAfterMs = 20_000, onStuck } = options;
  const attempts = createUnderWay();
  let lastProgressAt = performance.now();
  const progressed = (): void => void (lastProgressAt = performance.now());
  const checkFetching = createFetchingCheck(
    options,
    () => performance.now() - lastProgressAt >= progressTimeoutMs,
  );

  // Twice in a row: a process that was paused finds everything late when it goes on.
  let wasHung = false;
  const checkReturning = (): void => {
    const isHung = attempts.olderThan(progressTimeoutMs).length > 0;
    if (isHung && wasHung)
      onStuck(new Error(`consumer ${groupId} made no progress: its handler does not return`));
    wasHung = isHung;
  };
  const timer = setInterval(() => {
    checkReturning();
    void checkFetching();
  }, progressTimeoutMs / 6);

  return {
    fetched: progressed,
    /** An attempt that ends, also one that fails, shows that the consumer works. */
    handle: async (...batch: Parameters<ConsumerOptions<T>['handle']>): Promise<void> => {
      const ended = attempts.begin('attempt');
      try {
        await options.handle(...batch);
      } finally {
        ended();
        progressed();
      }
    },
    /** Throws NotReady while an attempt has not ended for `hungAfterMs`. */
    requireReturning: (): void => {
      if (attempts.olderThan(hungAfterMs).length > 0)
        throw new NotReady(`the handler of ${groupId} does not return`);
    },
    stop: (): void => clearInterval(timer),
  };
};

const createFetchingCheck = <T extends Topic>(
  { kafka, groupId, topics, progressTimeoutMs: timeoutMs = 30_000, onStuck }: Options<T>,
  isLate: () => boolean,
) => {
  let isChecking = false;

  return async (): Promise<void> => {
    if (isChecking || !isLate()) return;
    isChecking = true;
    const lag = await withTimeout(
      groupLag(kafka, { groupId, topics }),
      timeoutMs,
      'asking for the lag',
    ).catch((error: unknown) => {
      kafka.logger.warn({ err: error, groupId }, 'no fetch, and kafka does not respond');

      return 0n;
    });
    isChecking = false;
    if (lag > 0n && isLate())
      onStuck(new Error(`consumer ${groupId} made no progress for ${timeoutMs} ms, lag ${lag}`));
  };
};
