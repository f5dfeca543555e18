import type { Request } from 'express';
import { idParams } from '../../../contracts/http/fields.js';
import type { OrderResource } from '../../../contracts/http/orders.js';
import { entityTag } from '../../../contracts/http/headers.js';
import { type PlacedOrder, toView } from '../../../domain/order/index.js';
import { EventStoreUnavailable } from '../../../platform/eventStore/index.js';
import { type HttpAnswer, parseParams, requireUser } from '../../../platform/http/index.js';
import { DatabaseUnavailable } from '../../../platform/postgres/index.js';
import { findOrder } from '../../../projections/orders/queries.js';
import { countAhead } from '../../../projections/orders/waitlistQueries.js';
import type { ReadDeps } from './deps.js';
import { toOrderResource } from './orderResource.js';
import { maySee, orderNotFound } from './requireOwnOrder.js';

type Seen = Readonly<{ order: PlacedOrder; isStale: boolean }>;

/**
 * GET /api/orders/:id: the row once it is final, else the stream; `X-Stale` when only an unfinished
 * row is at hand.
 */
export const getOrder =
  (deps: ReadDeps) =>
  async (request: Request): Promise<HttpAnswer> => {
    const principal = requireUser(request);
    const { id } = parseParams(idParams, request);
    const seen = await see(deps, id);
    if (seen === null || !maySee(principal, seen.order.userId)) throw orderNotFound();
    const order = { ...toOrderResource(seen.order), ...(await waitlistOf(deps, seen.order)) };
    const headers = {
      ETag: entityTag(order.version),
      ...(seen.isStale && { 'X-Stale': 'true' }),
    };

    return { status: 200, headers, body: order };
  };

/** Where the order waits, and behind how many: without Postgres nobody knows that. */
const waitlistOf = async (
  { database }: Pick<ReadDeps, 'database'>,
  order: PlacedOrder,
): Promise<Pick<OrderResource, 'waitlist'>> => {
  const { waitlist } = toView(order);
  if (waitlist === undefined) return {};
  const ahead = await countAhead(database, waitlist).catch(nullIfUnavailable);

  return { waitlist: { place: waitlist.place, ...(ahead !== null && { ahead }) } };
};

const see = async ({ database, orders }: ReadDeps, id: string): Promise<Seen | null> => {
  const row = await findOrder(database, id).catch(nullIfUnavailable);
  if (row !== null && isFinal(row)) return { order: row, isStale: false };
  try {
    const { state } = await orders.load(id, { fresh: true });

    return state.status === 'NOT_PLACED' ? null : { order: state, isStale: false };
  } catch (error) {
    if (row !== null && error instanceof EventStoreUnavailable)
      return { order: row, isStale: true };
    throw error;
  }
};

const isFinal = ({ status }: PlacedOrder): boolean =>
  status === 'CANCELLED' || status === 'DELIVERED';

const nullIfUnavailable = (error: unknown): null => {
  if (error instanceof DatabaseUnavailable) return null;
  throw error;
};
