import { withTimeout } from '../../concurrency/index.js';
import type { Kafka } from '../client/connectKafka.js';
import { groupLag, type GroupTopics } from './groupLag.js';

type Options = GroupTopics &
  Readonly<{ kafka: Kafka; timeoutMs: number; onStuck: (error: Error) => void }>;

/**
 * kafkajs can stop fetching for good with the process alive. When nothing was fetched and no
 * attempt to handle messages ended for `timeoutMs`, although the broker responds and holds unread
 * messages, `onStuck` is called. Attempts that fail are progress: a restart would not help a
 * dependency.
 */
export const createWatchdog = ({ kafka, groupId, topics, timeoutMs, onStuck }: Options) => {
  let lastProgressAt = performance.now();
  let isChecking = false;
  const isLate = (): boolean => performance.now() - lastProgressAt >= timeoutMs;

  const check = async (): Promise<void> => {
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
  const timer = setInterval(() => void check(), timeoutMs / 6);

  return {
    progressed: (): void => {
      lastProgressAt = performance.now();
    },
    stop: (): void => clearInterval(timer),
  };
};
