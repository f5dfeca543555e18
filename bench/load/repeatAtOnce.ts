import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Buyers } from './buyers.js';

export type Demand = Readonly<{
  /** Each has one request at a time. */
  connections: number;
  /** Orders that all of them together want in a second. */
  perSecond: number;
  seconds: number;
}>;

/** What came of it while it lasted. */
export type Goodput = {
  accepted: number;
  /** Accepted, and the decision was pushed. */
  decided: number;
  /** Refusals, each of which was repeated at once. */
  refused: number;
  /** By status what was neither accepted nor refused, 0 without a response: must stay empty. */
  faults: Record<number, number>;
  /** In milliseconds, of the answer that took longest. */
  slowestMs: number;
  /** Of all that were accepted, to be awaited: false for an order that nobody heard of. */
  outcomes: Promise<boolean>[];
};

/**
 * Buyers who ignore Retry-After: each wants an order now and then, and repeats a refusal at once,
 * with the same key, until it has it or the time is over.
 */
export const repeatAtOnce = async (
  { connections, perSecond, seconds }: Demand,
  buyers: Buyers,
  productId: string,
): Promise<Goodput> => {
  const tally = newGoodput();
  const startedAt = performance.now();
  const end = startedAt + seconds * 1000;
  const intervalMs = (connections / perSecond) * 1000;
  const buy = async (_: unknown, buyer: number): Promise<void> => {
    let dueAt = startedAt + (buyer / connections) * intervalMs;
    while (performance.now() < end) {
      await sleep(Math.max(0, Math.min(dueAt, end) - performance.now()));
      dueAt += intervalMs;
      await buyOne({ buyers, productId, tally, end }, buyer);
    }
  };
  await Promise.all(Array.from({ length: connections }, buy));

  return tally;
};

const newGoodput = (): Goodput => ({
  accepted: 0,
  decided: 0,
  refused: 0,
  faults: {},
  slowestMs: 0,
  outcomes: [],
});

type Sale = Readonly<{ buyers: Buyers; productId: string; tally: Goodput; end: number }>;

const buyOne = async (sale: Sale, buyer: number): Promise<void> => {
  const { buyers, productId, tally, end } = sale;
  const key = randomUUID();
  while (performance.now() < end) {
    const click = await buyers.click(buyer, productId, key).catch(() => null);
    if (click === null) {
      tally.faults[0] = (tally.faults[0] ?? 0) + 1;
      await nextTurn();
      continue;
    }
    tally.slowestMs = Math.max(tally.slowestMs, click.answeredAt - click.clickedAt);
    if (click.orderId !== null) {
      tally.accepted += 1;
      tally.outcomes.push(countDecision(sale, click.orderId));

      return;
    }
    if (click.status === 503 || click.status === 504) tally.refused += 1;
    else tally.faults[click.status] = (tally.faults[click.status] ?? 0) + 1;
    // where each response makes the next request, the timers of this process would starve, too
    await nextTurn();
  }
};

const countDecision = async ({ buyers, tally, end }: Sale, orderId: string): Promise<boolean> => {
  const decided = await buyers.outcomeOf(orderId);
  if (decided !== null && decided.at < end) tally.decided += 1;

  return decided !== null;
};
