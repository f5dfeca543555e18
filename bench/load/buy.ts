import type { Crowd } from './crowd.js';
import { countAnswer, countOutcome, type Tally } from './tally.js';

type Sale = Readonly<{ crowd: Crowd; productId: string; tally: Tally }>;

/** A click, and the wait for its push, both counted. */
export const buy = async ({ crowd, productId, tally }: Sale, buyer: number): Promise<void> => {
  const click = await crowd.click(buyer, productId);
  countAnswer(tally, click);
  await countOutcome(tally, crowd, click);
};
