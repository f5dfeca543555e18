import type { EventStore } from '../../platform/eventStore/index.js';
import type { Logger } from '../../platform/logging/index.js';

export type SilenceWatch = Readonly<{
  /** Aborts when the subscription seems dead, and at the end of the watch. */
  signal: AbortSignal;
  heard: (position: bigint | null) => void;
  stop: () => void;
}>;

const lookEvery = 5_000;
const longestSilence = 30_000;

/**
 * A subscription can die without a word. When the store has grown past the last position heard, and nothing has come for
 * half a minute, a new one finds out: at worst, all that grew belongs to streams that are not subscribed to.
 */
export const watchForSilence = (eventStore: EventStore, logger: Logger): SilenceWatch => {
  const silence = new AbortController();
  let last: bigint | null = null;
  let heardAt = Date.now();

  const look = async (): Promise<void> => {
    if (Date.now() - heardAt < longestSilence) return;
    const head = await eventStore.headPosition();
    if (last !== null && head <= last) return;
    logger.debug({ last: last?.toString(), head: head.toString() }, 'Subscribing again');
    silence.abort();
  };
  const timer = setInterval(() => {
    look().catch((error: unknown) =>
      logger.warn({ err: error }, 'The event store does not answer'),
    );
  }, lookEvery);

  return {
    signal: silence.signal,
    heard: (position) => {
      last = position;
      heardAt = Date.now();
    },
    stop: () => {
      clearInterval(timer);
      silence.abort();
    },
  };
};
