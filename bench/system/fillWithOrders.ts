import { buy } from '../load/buy.js';
import type { Buyers } from '../load/buyers.js';
import { closedLoop } from '../load/loops.js';
import { newTally } from '../load/tally.js';

/** So many orders through the front door, each decided. */
export const fillWithOrders = async (
  buyers: Buyers,
  productId: string,
  orders: number,
): Promise<void> => {
  const tally = newTally();
  let clicks = 0;
  await closedLoop(
    256,
    () => clicks >= orders,
    () => buy({ buyers, productId, tally }, (clicks += 1)),
  );
  if (tally.confirmed < clicks) throw new Error(`${tally.confirmed} of ${clicks} confirmed`);
};
