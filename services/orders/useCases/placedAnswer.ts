import { entityTag } from '../../../contracts/http/headers.js';
import { orderDecider, type OrderPlaced } from '../../../domain/order/index.js';
import type { StoredEvent } from '../../../platform/eventStore/index.js';
import type { HttpAnswer } from '../../../platform/http/index.js';
import { toOrderResource } from '../readSide/orderResource.js';
import { orOutcomeUnknown } from '../readSide/orOutcomeUnknown.js';

/**
 * The first answer to an order, and every replay of it: it depends on the stored OrderPlaced only.
 */
export const placedAnswer = (event: StoredEvent<OrderPlaced>): HttpAnswer =>
  orOutcomeUnknown(() => toAnswer(event));

const toAnswer = (event: StoredEvent<OrderPlaced>): HttpAnswer => {
  const order = orderDecider.evolve(orderDecider.initialState(), event);
  if (order.status === 'NOT_PLACED') throw new TypeError('OrderPlaced places an order');
  const view = toOrderResource(order);

  return {
    status: 201,
    headers: {
      Location: `/api/orders/${view.id}`,
      ETag: entityTag(view.version),
      'X-Position': String(event.position),
    },
    body: { message: event.data.message, order: view },
  };
};

export const replayed = (answer: HttpAnswer): HttpAnswer => ({
  ...answer,
  headers: { ...answer.headers, 'Idempotency-Replayed': 'true' },
});
