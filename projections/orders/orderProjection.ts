import {
  orderDecider,
  type OrderEvent,
  orderStreamPrefix,
  type PlacedOrder,
} from '../../domain/order/index.js';
import type { StoredEvent } from '../../platform/eventStore/index.js';
import { orderFactsOf } from '../facts/factsOf.js';
import type { RowProjection } from '../rows/rowProjection.js';
import { selectOrders } from './ordersTable.js';

/** The aggregate's own fold, so that a row and a folded stream never disagree. */
export const orderProjection = (
  schema = 'read',
): RowProjection<PlacedOrder, StoredEvent<OrderEvent>> => ({
  streamPrefix: orderStreamPrefix,
  factsOf: orderFactsOf,
  evolve: (row, event) => {
    const order = orderDecider.evolve(row ?? orderDecider.initialState(), event);

    if (order.status === 'NOT_PLACED') return null;

    // the aggregate counts its events, of which one may have been skipped
    return order.revision === event.revision ? order : { ...order, revision: event.revision };
  },
  revisionOf: ({ revision }) => revision,
  load: async (database, ids) => {
    const orders = await selectOrders(database, {
      clause: 'WHERE o.order_id = ANY ($1::uuid[])',
      values: [ids],
      schema,
    });

    return new Map(orders.map((order) => [order.orderId, order]));
  },
});
