import { createAdaptiveDelay, jittered, pause } from '../../../platform/concurrency/index.js';
import { createTour, type TourMeans } from './relaySession.js';
import { createWake } from './signal.js';

export type Pump = Readonly<{
  /** There may be new rows. */
  wake: () => void;
  /** Moves rows from the outbox to Kafka until `signal` aborts. */
  run: (signal: AbortSignal) => Promise<void>;
}>;

/** Nobody waits for this: rows come with a notification. Milliseconds. */
const netInterval = 1_000;

/** Milliseconds for which rows wait to be marked: nobody waits for that, and a statement for each would cost as much as the row. */
const marksGather = 25;

// see decision 21
const load = { busyFrom: 12, delayMs: 12 };

/** Select, hand to the lanes, mark what the broker acknowledged and select the next, for ever. */
export const createPump = (means: Omit<TourMeans, 'onPublished'>): Pump => {
  const { wake, wakeWithin, sleep } = createWake();

  return {
    wake,
    run: async (signal) => {
      const tour = createTour({ ...means, onPublished: () => wakeWithin(marksGather) });
      const linger = createAdaptiveDelay(load);
      signal.addEventListener('abort', wake, { once: true });
      for (let failures = 0; !signal.aborted;)
        try {
          const { taken, isIdle } = await tour.turn();
          failures = 0;
          await linger(taken);
          if (isIdle && !(await sleep(netInterval))) tour.startAnew();
        } catch (error) {
          means.logger.warn({ err: error }, 'the outbox cannot be read');
          await pause(jittered(Math.min(100 * 2 ** failures, 2_000)), signal);
          failures += 1;
        }
      await tour.end();
    },
  };
};
