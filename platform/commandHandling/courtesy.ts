import { jittered, pause } from '../lifecycle/index.js';

/**
 * Turns on a stream that another process writes to as well. Whoever appended last knows the state and would append next
 * too, while the other still reads; so for a while after a lost race everybody lets the other go first.
 */
export type Courtesy = Readonly<{
  /** Milliseconds that it took to read what the winner wrote. */
  lostRace: (catchingUp: number) => void;
  /** After an append: resolves at once where nobody else was met lately. */
  letOthersGoFirst: () => Promise<void>;
}>;

const memory = 2000;

/** Milliseconds: the other needs about as long to catch up as this process did, and then to append. */
const turns = { shortest: 10, longest: 250 };

export const createCourtesy = (): Courtesy => {
  let lostAt = -Infinity;
  let turn = turns.shortest;

  return {
    lostRace: (catchingUp) => {
      lostAt = performance.now();
      turn = Math.min(turns.longest, turns.shortest + 2 * catchingUp);
    },
    letOthersGoFirst: () =>
      performance.now() - lostAt > memory ? Promise.resolve() : pause(jittered(turn)),
  };
};
