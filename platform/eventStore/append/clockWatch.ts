import { coalesce } from '../../concurrency/index.js';
import type { Logger } from '../../logging/index.js';
import { isGivenUpByServer } from '../client/clientErrors.js';
import { OutcomeUnknown } from '../errors.js';

/**
 * An append carries the time until which the server may take it, by the clock of this process. To a
 * server whose clock is far ahead every append comes too late.
 */
export type ClockWatch = Readonly<{
  /** To be called when an append has an answer. */
  noteAnswer: () => void;
  /**
   * Returns the error, with what the clocks say from the third append in a row on that a server has
   * given up at once.
   */
  explain: (error: unknown, tookMs: number) => Promise<unknown>;
}>;

type Deps = Readonly<{
  /** In milliseconds: how far the server's clock is ahead. */
  readSkew: () => Promise<number>;
  logger: Logger;
}>;

/** In milliseconds: a server that is only slow takes longer. */
const atOnceMs = 500;

const inARow = 3;

/** In milliseconds: what can be told from the time that gossip and this comparison take. */
const skewMs = 5_000;

const silentForMs = 60_000;

export const createClockWatch = ({ readSkew, logger }: Deps): ClockWatch => {
  const compare = coalesce(readSkew);
  let givenUp = 0;
  let loggedAt = -Infinity;

  const log = (aheadMs: number): void => {
    if (performance.now() - loggedAt < silentForMs) return;
    loggedAt = performance.now();
    logger.error({ aheadMs }, 'the clock of the event store differs: appends are late on arrival');
  };

  return {
    noteAnswer: () => {
      givenUp = 0;
    },
    explain: async (error, tookMs) => {
      if (!isGivenUpByServer(error) || tookMs > atOnceMs) return error;
      givenUp += 1;
      if (givenUp < inARow) return error;
      const aheadMs = await compare().catch(() => 0);
      if (Math.abs(aheadMs) < skewMs) return error;
      log(aheadMs);

      return new OutcomeUnknown(explanation(aheadMs), { cause: error });
    },
  };
};

const explanation = (aheadMs: number): string =>
  `The event store gives appends up at once: its clock is ${Math.abs(Math.round(aheadMs / 1000))} s ` +
  `${aheadMs > 0 ? 'ahead of' : 'behind'} the clock of this process. Synchronise both`;
