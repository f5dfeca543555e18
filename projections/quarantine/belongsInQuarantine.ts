import { UnreadableEvent } from '../../platform/facts/index.js';
import { DatabaseUnavailable } from '../../platform/postgres/index.js';

/** Whether the event itself is the cause, so that trying again would fail again. */
export const belongsInQuarantine = (error: unknown): boolean => {
  if (error instanceof DatabaseUnavailable) return false;
  if (error instanceof UnreadableEvent) return true;
  const state = sqlState(error);

  // 22: data that a column cannot hold; 23: a constraint. Other errors of Postgres are not about
  // the data.
  return state === null
    ? error instanceof TypeError || error instanceof RangeError
    : /^2[23]/.test(state);
};

const sqlState = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
