import type { EachBatchPayload } from 'kafkajs';

export const heartbeatIntervalMs = 1_000;

/**
 * Sends heartbeats while `work` runs. A rebalance makes a heartbeat fail; the fetch loop notices
 * that by itself after the work.
 */
export const withHeartbeat = async <R>(
  payload: EachBatchPayload,
  work: () => Promise<R>,
): Promise<R> => {
  const beat = (): void => void payload.heartbeat().catch(() => undefined);
  const timer = setInterval(beat, heartbeatIntervalMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
};
