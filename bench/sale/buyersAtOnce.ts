import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { quantile } from '../harness/statistics.js';
import type { BuyersConnections } from '../load/connections.js';
import { openHttpClient } from '../load/httpClient.js';
import { openLoop } from '../load/loops.js';

/** What one buyer heard in the end, in milliseconds since the click. */
export type Final = Readonly<{ isWinner: boolean; ms: number }>;

/** Seconds until everybody had a final answer, and milliseconds to it. */
export type Answers = Readonly<{
  seconds: number;
  winners: number;
  winnersP50: number;
  winnersP99: number;
  losersP50: number;
  losersP99: number;
}>;

/** In milliseconds: what Retry-After says. */
const retryAfterMs = 1_000;

/**
 * Everybody clicks within one second, and again where that is worth it. Throws for any other
 * answer.
 */
export const buyersIn = async (
  buyers: number,
  click: (buyer: number, key: string) => Promise<number>,
): Promise<Answers> => {
  const startedAt = performance.now();
  const finals = await openLoop({ perSecond: buyers, seconds: 1 }, async (buyer) => {
    const clickedAt = performance.now();
    const status = await finalStatus((key) => click(buyer, key));

    return { isWinner: status === 201, ms: performance.now() - clickedAt };
  });

  return answersOf(finals, (performance.now() - startedAt) / 1_000);
};

const finalStatus = async (click: (key: string) => Promise<number>): Promise<number> => {
  const key = randomUUID();
  let failures = 0;
  for (;;) {
    const status = await click(key).catch((error: unknown) => {
      failures += 1;
      if (failures > mostFailures) throw error;

      return noAnswer;
    });
    if (status === 201 || status === 409) return status;
    if (!laterStatuses.has(status)) throw new Error(`an answer of ${status}`);
    await sleep(retryAfterMs);
  }
};

const noAnswer = 0;

/** What a client repeats; 408: the server was too busy to read the request in time. */
const laterStatuses: ReadonlySet<number> = new Set([noAnswer, 408, 503, 504]);

/** Connections that end without an answer, for one buyer. */
const mostFailures = 10;

/** The same buyers before a shop without accounts. */
export const buyersAtShop = async (
  url: string,
  productId: string,
  { count: buyers, connections }: Pick<BuyersConnections, 'count' | 'connections'>,
): Promise<Answers> => {
  const client = openHttpClient(url, connections);
  const body = JSON.stringify({ items: [{ productId, quantity: 1 }] });
  const answers = await buyersIn(buyers, async (_, key) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };

    return (await client.post({ path: '/api/orders', headers, body })).status;
  });
  await client.stop();

  return answers;
};

const answersOf = (finals: readonly Final[], seconds: number): Answers => {
  const of = (wanted: boolean): number[] =>
    finals.flatMap(({ isWinner, ms }) => (isWinner === wanted ? [ms] : []));

  return {
    seconds,
    winners: of(true).length,
    winnersP50: quantile(of(true), 0.5),
    winnersP99: quantile(of(true), 0.99),
    losersP50: quantile(of(false), 0.5),
    losersP99: quantile(of(false), 0.99),
  };
};
