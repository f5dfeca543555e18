import type { EndWaiting } from '../../../domain/order/index.js';
import type { Queryable } from '../../../platform/postgres/index.js';
import {
  findWaitingAfterSale,
  findWaitingForWithdrawn,
} from '../../../projections/orders/waitlistQueries.js';
import type { Deps } from '../useCases/deps.js';
import { contextOfTime } from './contextOfTime.js';
import type { DueWork } from './runDue.js';

type WorkDeps = Pick<Deps, 'orders' | 'now'> & Readonly<{ database: Queryable }>;

type Work = Pick<DueWork, 'kind' | 'next' | 'run'>;

/** Cancels orders that wait for units when the sale is over. */
export const waitingAfterSale = (deps: WorkDeps): Work => ({
  kind: 'waitlist_sale_end',
  next: (after, limit) => findWaitingAfterSale(deps.database, after, limit),
  run: ({ id }) => end(deps, id, 'SALE_ENDED'),
});

/** Cancels orders that wait for a product that was withdrawn. */
export const waitingForWithdrawn = (deps: WorkDeps): Work => ({
  kind: 'waitlist_withdrawal',
  next: (after, limit) => findWaitingForWithdrawn(deps.database, after, limit),
  run: ({ id }) => end(deps, id, 'PRODUCT_WITHDRAWN'),
});

const end = async (
  { orders, now }: WorkDeps,
  orderId: string,
  reason: EndWaiting['data']['reason'],
): Promise<void> => {
  await orders.handle(
    orderId,
    { type: 'EndWaiting', data: { orderId, reason, now: now() } },
    contextOfTime(orderId),
  );
};
