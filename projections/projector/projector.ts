import { inventoryStreamPrefix } from '../../domain/inventory/index.js';
import { orderStreamPrefix } from '../../domain/order/index.js';
import {
  type EventStore,
  storeId,
  storeStream,
  type SubscriptionItem,
} from '../../platform/eventStore/index.js';
import {
  asyncBatches,
  createAdaptiveDelay,
  jittered,
  pause,
} from '../../platform/concurrency/index.js';
import { once } from '../../platform/process/index.js';
import type { Logger } from '../../platform/logging/index.js';
import { type Database, withLeadership } from '../../platform/postgres/index.js';
import { beginTerm, mainProjection, type Term } from './checkpoint.js';
import { ProjectionHalted } from './errors.js';
import type { ProjectorMetrics } from './metrics.js';
import { createProjectEvents } from './projectEvents.js';
import { watchForSilence } from './watchForSilence.js';

type Parts = Readonly<{
  eventStore: EventStore;
  database: Database;
  logger: Logger;
  metrics: ProjectorMetrics;
}>;

export type Projector = Readonly<{
  isLeader: () => boolean;
  /** Why it does not go on before a person has looked; null while all is well. */
  halted: () => string | null;
  stop: () => Promise<void>;
}>;

const maxBatch = 500;

// see decision 21
const load = { busyFrom: 16, delayMs: 8 };

/** Milliseconds after which a halted projector looks whether somebody has helped. */
const retryHalted = 5000;

const streamPrefixes = [inventoryStreamPrefix, orderStreamPrefix, storeStream];

/**
 * Keeps the read models and fills the outbox, as the only one to do so: one process leads, others stand by. Whatever ends
 * a subscription, also an end without error, leads back to the start.
 */
export const startProjector = (parts: Parts): Projector => {
  const { database, logger } = parts;
  let halted: string | null = null;
  const leadership = withLeadership({
    url: database.url,
    lock: `projection-${mainProjection}`,
    logger,
    lead: async (signal) => {
      try {
        await serveTerm(parts, signal, () => {
          halted = null;
        });
      } catch (error) {
        if (!(error instanceof ProjectionHalted)) throw error;
        if (halted === null) logger.fatal(error.message);
        halted = error.message;
        await pause(jittered(retryHalted), signal);
      }
    },
  });

  return {
    isLeader: leadership.isLeader,
    halted: () => halted,
    stop: once(leadership.stop),
  };
};

/** From the checkpoint to the end of one subscription. */
const serveTerm = async (
  { eventStore, database, logger, metrics }: Parts,
  signal: AbortSignal,
  onProgress: () => void,
): Promise<void> => {
  let term = await beginTerm(database, {
    name: mainProjection,
    storeId: await storeId(eventStore),
    head: await eventStore.headPosition(),
  });
  const projectEvents = createProjectEvents({ database, logger, metrics });
  const linger = createAdaptiveDelay(load);
  const silence = watchForSilence(eventStore, logger);
  const subscribing = AbortSignal.any([signal, silence.signal]);
  const subscription = eventStore.subscribeToAll({
    after: term.eventPosition ?? 'start',
    streamPrefixes,
    signal: subscribing,
  });
  try {
    for await (const items of asyncBatches(subscription, { maxBatch })) {
      term = await projectItems(projectEvents, term, items);
      silence.heard(term.position);
      onProgress();
      await linger(items.length);
    }
  } finally {
    silence.stop();
  }
};

const projectItems = (
  projectEvents: ReturnType<typeof createProjectEvents>,
  term: Term,
  items: readonly SubscriptionItem[],
): Promise<Term> => {
  const events = items.flatMap((item) => (item.kind === 'event' ? [item.event] : []));
  const position = items.reduce((last, item) => later(last, positionOf(item)), term.position);

  return position === null || (events.length === 0 && position === term.position)
    ? Promise.resolve(term)
    : projectEvents(term, events, position);
};

const positionOf = (item: SubscriptionItem): bigint | null => {
  switch (item.kind) {
    case 'event':
      return item.event.position;
    case 'checkpoint':
      return item.position;
    case 'caughtUp':
      return null;
  }
};

const later = (one: bigint | null, other: bigint | null): bigint | null =>
  one === null || (other !== null && other > one) ? other : one;
