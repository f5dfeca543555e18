import { jittered, pause } from '../../platform/concurrency/index.js';
import { withLeadership } from '../../platform/postgres/index.js';
import { once } from '../../platform/process/index.js';
import { mainProjection } from './checkpoint.js';
import { ProjectionHalted } from './errors.js';
import { type ProjectorDeps, serveTerm, type Timing } from './serveTerm.js';

export type Projector = Readonly<{
  isLeader: () => boolean;
  /** It projects, stands by for another one, or is halted: what `halted` says is so. */
  hasBegun: () => boolean;
  /** Why it does not go on before a person has looked; null while all is well. */
  halted: () => string | null;
  stop: () => Promise<void>;
}>;

const defaultTiming = { idleMs: 1_000, unseenMs: 10_000 };

/**
 * In milliseconds: after so long a halted projector tries again, since somebody may have helped.
 */
const haltedRetryMs = 5_000;

/** In milliseconds: who does not lead by then stands by. */
const standsByAfterMs = 3_000;

/**
 * Keeps the read models and fills the outbox, as the only one to do so: one process leads, others
 * stand by. Whatever ends a term, also an end without error, leads back to the start.
 */
export const startProjecting = (deps: ProjectorDeps, timing: Timing = defaultTiming): Projector => {
  const { database, logger } = deps;
  const startedAt = performance.now();
  let halted: string | null = null;
  let isProjecting = false;
  const onProgress = () => {
    halted = null;
  };
  const onBegun = () => {
    isProjecting = true;
  };
  const leadership = withLeadership({
    url: database.url,
    lock: `projection-${mainProjection}`,
    logger,
    lead: async (signal) => {
      try {
        await serveTerm(deps, { timing, signal, onBegun, onProgress });
      } catch (error) {
        if (!(error instanceof ProjectionHalted)) throw error;
        if (halted === null) logger.fatal(error.message);
        halted = error.message;
        await pause(jittered(haltedRetryMs), signal);
      }
    },
  });

  return {
    isLeader: leadership.isLeader,
    hasBegun: () =>
      isProjecting ||
      halted !== null ||
      (!leadership.isLeader() && performance.now() - startedAt >= standsByAfterMs),
    halted: () => halted,
    stop: once(leadership.stop),
  };
};
