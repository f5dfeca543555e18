import { asyncBatches, createAdaptiveDelay } from '../../platform/concurrency/index.js';
import {
  type EventStore,
  EventStoreUnavailable,
  storeId,
} from '../../platform/eventStore/index.js';
import { streamPrefixes } from '../facts/streamCategories.js';
import { correctSearchKeys } from '../products/searchKeys.js';
import { checkpointPosition, mainProjection } from './checkpoint.js';
import { correctOutstanding } from './correctOutstanding.js';
import { createLogTail, type LogTail } from './logTail.js';
import type { ProjectEventsDeps } from './projectEvents.js';
import { headOnceAt, requireSameLog } from './sameLog.js';
import { beginTerm } from './term.js';
import { createTermProjection, type TermProjection } from './termProjection.js';

export type ProjectorDeps = ProjectEventsDeps & Readonly<{ eventStore: EventStore }>;

type Options = Readonly<{
  timing: Timing;
  signal: AbortSignal;
  /** Called when the log is known to be the right one. */
  onBegun: () => void;
  /** Called after each batch. */
  onProgress: () => void;
}>;

const maxBatch = 500;

// see decision 21
const load = { busyFrom: 16, delayMs: 20, full: maxBatch };

/**
 * When nothing has come for `idleMs`, the end of the log is looked at; see LogTail on `unseenMs`.
 */
export type Timing = Readonly<{ idleMs: number; unseenMs: number }>;

/**
 * Projects from the checkpoint until `signal` aborts, the server ends a subscription, or something
 * fails.
 */
export const serveTerm = async (deps: ProjectorDeps, options: Options): Promise<void> => {
  const { eventStore, database, logger } = deps;
  const head = await headOnceAt(eventStore, await checkpointPosition(database), options.signal);
  const log = { name: mainProjection, storeId: await storeId(eventStore), head };
  const term = await beginTerm(database, log);
  await correctSearchKeys(database);
  const wasSetBack = await correctOutstanding(database, term);
  const projection = createTermProjection(deps, term, wasSetBack ? head : -1n);
  while ((await followLog(deps, projection, options)) === 'dead') logger.debug('subscribing again');
};

/** One subscription. Resolves to 'dead' when another one has to take its place. */
const followLog = async (
  deps: ProjectorDeps,
  projection: TermProjection,
  { timing, signal, onBegun, onProgress }: Options,
): Promise<'dead' | 'ended'> => {
  const linger = createAdaptiveDelay(load);
  const { idleMs, unseenMs } = timing;
  const logTail = createLogTail({ eventStore: deps.eventStore, streamPrefixes, unseenMs });
  const ending = new AbortController();
  await requireSameLog(deps.eventStore, projection.term());
  onBegun();
  const subscription = deps.eventStore.subscribeToAll({
    after: projection.term().eventPosition ?? 'start',
    streamPrefixes,
    signal: AbortSignal.any([signal, ending.signal]),
  });
  try {
    for await (const items of asyncBatches(subscription, { maxBatch, idleMs })) {
      const isIdle = items.length === 0;
      await projection.retryQuarantined();
      if (isIdle && (await skipOthers(deps, projection, logTail)) === 'dead') return 'dead';
      if (isIdle) continue;
      await projection.project(items);
      logTail.heard();
      onProgress();
      await linger(items.length);
    }

    return 'ended';
  } finally {
    ending.abort();
  }
};

/**
 * Moves the checkpoint behind records of others. Resolves to 'dead' when events are there that
 * never came.
 */
const skipOthers = async (
  { logger }: ProjectorDeps,
  projection: TermProjection,
  logTail: LogTail,
): Promise<'dead' | 'alive'> => {
  try {
    const { clearUpTo, isUnseen } = await logTail.read(projection.term().position);
    if (clearUpTo !== null) await projection.project([{ kind: 'checkpoint', position: clearUpTo }]);

    return isUnseen ? 'dead' : 'alive';
  } catch (error) {
    if (!(error instanceof EventStoreUnavailable)) throw error;
    logger.warn({ err: error }, 'the event store does not respond');

    return 'alive';
  }
};
