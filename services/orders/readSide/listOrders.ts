import type { Request } from 'express';
import { listOrdersQuery } from '../../../contracts/http/orders.js';
import {
  type HttpAnswer,
  minPositionOf,
  parseQuery,
  problem,
  requireUser,
} from '../../../platform/http/index.js';
import { findOrderPage } from '../../../projections/orders/queries.js';
import { waitForPosition } from '../../../projections/projector/waitForPosition.js';
import type { ReadDeps } from './deps.js';
import { toOrderResource } from './orderResource.js';

/**
 * GET /api/orders: one's own; an admin sees all, or those of `?userId`. `X-Min-Position` waits up
 * to 2 s.
 */
export const listOrders =
  ({ database }: ReadDeps) =>
  async (request: Request): Promise<HttpAnswer> => {
    const principal = requireUser(request);
    const { userId, ...query } = parseQuery(listOrdersQuery, request);
    const isAdmin = principal.role === 'admin';
    if (!isAdmin && userId !== undefined && userId !== principal.userId)
      throw problem(403, 'FORBIDDEN', 'Only an admin may list the orders of others');
    const position = minPositionOf(request);
    if (position !== null) await waitForPosition(database, position);
    const { orders, total } = await findOrderPage(database, {
      ...query,
      userId: isAdmin ? userId : principal.userId,
    });

    return {
      status: 200,
      headers: {},
      body: { orders: orders.map(toOrderResource), page: query.page, limit: query.limit, total },
    };
  };
