import { buy } from './buy.js';
import type { Buyers } from './buyers.js';
import { openLoop } from './loops.js';
import { newTally, type Tally } from './tally.js';

/** Clicks on time, however long those before take. Throws unless every order is confirmed. */
export const buyAt = async (
  pace: Readonly<{ perSecond: number; seconds: number }>,
  buyers: Buyers,
  productId: string,
): Promise<Tally> => {
  const tally = newTally();
  await openLoop(pace, (index) => buy({ buyers, productId, tally }, index));
  if (tally.lost > 0 || tally.confirmed < tally.toAnswer.length)
    throw new Error(`not every order was confirmed: ${JSON.stringify(tally.others)}`);

  return tally;
};
