import type { BenchContext } from './benchContext.js';

/** What a figure must reach, or must not exceed, on two cores. */
export type Floor = Readonly<{ atLeast: number } | { atMost: number }>;

/** One measured quantity, once per round. */
export type Figure = Readonly<{
  what: string;
  unit: string;
  rounds: readonly number[];
  floor?: Floor;
}>;

export type Outcome = Readonly<{
  /** What a reader must know to measure the same again. */
  settings: Readonly<Record<string, unknown>>;
  figures: readonly Figure[];
  /** Sentences below the table. */
  remarks?: readonly string[];
}>;

/** A question, and the experiment behind it. */
export type Bench = Readonly<{
  name: string;
  question: string;
  /** Minutes after which it counts as stuck. */
  limit: number;
  run: (context: BenchContext) => Promise<Outcome>;
}>;
