import type { Buyers } from './buyers.js';
import { countAnswer, countOutcome, type Tally } from './tally.js';

type Sale = Readonly<{ buyers: Buyers; productId: string; tally: Tally }>;

/** A click, and the wait for its push, both counted. */
export const buy = async ({ buyers, productId, tally }: Sale, buyer: number): Promise<void> => {
  const click = await buyers.click(buyer, productId);
  countAnswer(tally, click);
  await countOutcome(tally, buyers, click);
};
