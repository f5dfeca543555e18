import { quantile } from '../harness/statistics.js';
import type { Click, Buyers } from './buyers.js';

/** What came of many clicks. */
export type Tally = {
  accepted: number;
  soldOut: number;
  /** Any other answer, by status: must stay empty. */
  others: Record<number, number>;
  confirmed: number;
  refused: number;
  /** Accepted orders of which nobody was told anything. */
  lost: number;
  /** Milliseconds. */
  toAnswer: number[];
  toPush: number[];
};

export const newTally = (): Tally => ({
  accepted: 0,
  soldOut: 0,
  others: {},
  confirmed: 0,
  refused: 0,
  lost: 0,
  toAnswer: [],
  toPush: [],
});

export const countAnswer = (tally: Tally, { status, answeredAt, clickedAt }: Click): void => {
  tally.toAnswer.push(answeredAt - clickedAt);
  if (status === 201) tally.accepted += 1;
  else if (status === 409) tally.soldOut += 1;
  else tally.others[status] = (tally.others[status] ?? 0) + 1;
};

/** Waits for the push and counts it. */
export const countOutcome = async (
  tally: Tally,
  buyers: Pick<Buyers, 'outcomeOf'>,
  { orderId, clickedAt }: Click,
): Promise<void> => {
  if (orderId === null) return;
  const decided = await buyers.outcomeOf(orderId);
  if (decided === null) tally.lost += 1;
  else if (decided.status === 'CONFIRMED') tally.confirmed += 1;
  else tally.refused += 1;
  if (decided !== null) tally.toPush.push(decided.at - clickedAt);
};

/** p50, p95 and p99. */
export const latencies = (values: readonly number[]) => ({
  p50: quantile(values, 0.5),
  p95: quantile(values, 0.95),
  p99: quantile(values, 0.99),
});
