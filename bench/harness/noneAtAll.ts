import type { Figure } from './bench.js';

/** What must not happen in any round, all rounds together: a median would hide one in one round. */
export const noneAtAll = (what: string, counts: readonly number[]): Figure => ({
  what: `${what}, all rounds`,
  unit: '',
  rounds: [counts.reduce((sum, count) => sum + Math.max(0, count), 0)],
  floor: { atMost: 0 },
});
