import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * CPU of one part of the system, in seconds of a core. Work comes in batches, which orders share.
 */
export type PartCost = Readonly<{
  /** Per second, while nobody does anything. */
  idle: number;
  perOrder: number;
  perBatch: number;
}>;

/**
 * How many batches the projector makes, which stands for the whole pipeline: so many of an order
 * that is alone, and those that come within a window share theirs. On a machine at rest it takes
 * `mergeSeconds`; where others work, it takes longer by as much as everything does.
 */
export type Batching = Readonly<{ perOrder: number; mergeSeconds: number }>;

/** `share`: of the first ceiling; `p50` in milliseconds. */
export type MeasuredWait = Readonly<{ share: number; p50: number }>;

/**
 * Click to push, at the median: what an order takes alone, and for how many windows it waits; and
 * what was measured where one machine does everything, the lowest rate first.
 */
export type LatencyCost = Readonly<{
  aloneMs: number;
  windows: number;
  measured: readonly MeasuredWait[];
}>;

/** Bytes and counts that an order leaves behind. */
export type OrderTraces = Readonly<{
  events: number;
  eventBytes: number;
  messages: number;
  kafkaBytes: number;
  postgresBytes: number;
  transactions: number;
}>;

export type Checked = Readonly<{
  load: string;
  what: string;
  predicted: number | string;
  measured: number | string;
}>;

/** What `npm run plan -- --check` has measured, and what the plan counts with. */
export type Costs = Readonly<{
  measuredAt: string;
  /** The command, or the benches, that measured it. */
  source: string;
  commit: string;
  cores: number;
  /** Orders a second, the most that were measured: the law is not known to hold far beyond. */
  fastest: number;
  /** Share of the cores that full speed really used. */
  attainable: number;
  parts: Readonly<Record<string, PartCost>>;
  /**
   * What `perOrder` is multiplied by where buyers wait for their decision before they order again:
   * decisions come in batches, so orders do as well, and every step has more of them at once.
   */
  together: number;
  batching: Batching;
  latency: LatencyCost;
  /** CPU seconds of a refusal because everything is sold, per part. */
  refusal: Readonly<Record<string, number>>;
  order: OrderTraces;
  /** Bytes of memory that a socket takes in the notifier. */
  socketBytes: number;
  checked: readonly Checked[];
}>;

const pathIn = (root: string): string => join(root, 'bench', 'plan', 'costs.json');

export const readCosts = (root: string): Costs =>
  JSON.parse(readFileSync(pathIn(root), 'utf8')) as Costs;

export const writeCosts = (root: string, costs: Costs): void =>
  writeFileSync(pathIn(root), `${JSON.stringify(costs, null, 2)}\n`);
