import { entityTag } from '../../../contracts/http/headers.js';
import type { PlacedOrder } from '../../../domain/order/index.js';
import { changeHeaders, type HttpAnswer } from '../../../platform/http/index.js';
import { toOrderResource } from '../readSide/orderResource.js';
import { orOutcomeUnknown } from '../readSide/orOutcomeUnknown.js';

/** What a change of an order returns: its new state, and where the change lies in `$all`. */
export const changedAnswer = (
  message: string,
  state: PlacedOrder,
  change: Parameters<typeof changeHeaders>[0],
): HttpAnswer =>
  orOutcomeUnknown(() => {
    const order = toOrderResource(state);

    return {
      status: 200,
      headers: { ETag: entityTag(order.version), ...changeHeaders(change) },
      body: { message, order },
    };
  });
