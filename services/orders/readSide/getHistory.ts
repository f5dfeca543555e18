import type { Request } from 'express';
import { withAmounts } from '../../../contracts/http/money.js';
import type { OrderHistory } from '../../../contracts/http/orders.js';
import { orderStream } from '../../../domain/order/index.js';
import { foldOrRefuse } from '../../../platform/facts/index.js';
import type { HttpAnswer } from '../../../platform/http/index.js';
import type { ReadDeps } from './deps.js';
import { readOwnStream } from './readOwnStream.js';

/** GET /api/orders/:id/history: what happened, as it was written down. */
export const getHistory =
  (deps: ReadDeps) =>
  async (request: Request): Promise<HttpAnswer> => {
    const { orderId, events } = await readOwnStream(deps, request);
    const body: OrderHistory = foldOrRefuse(orderStream(orderId), () => ({
      orderId,
      events: events.map(({ type, revision, recordedAt, data }) => ({
        type,
        revision,
        time: recordedAt,
        data: withAmounts(data) as Record<string, unknown>,
      })),
    }));

    return { status: 200, headers: {}, body };
  };
