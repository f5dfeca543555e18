import type { Request } from 'express';
import type { DecisionReceipt, OrderReceipts } from '../../../contracts/http/orders.js';
import { inventoryStream } from '../../../domain/inventory/index.js';
import type {
  OrderEvent,
  OrderItemRefused,
  OrderItemReserved,
} from '../../../domain/order/index.js';
import type { HttpAnswer } from '../../../platform/http/index.js';
import type { ReadDeps } from './deps.js';
import { lateReceipts } from './lateReceipts.js';
import { readOwnStream } from './readOwnStream.js';

/**
 * GET /api/orders/:id/why: what the inventory decided, line by line, and where anybody can check
 * it.
 */
export const getReceipts =
  (deps: ReadDeps) =>
  async (request: Request): Promise<HttpAnswer> => {
    const { orderId, events } = await readOwnStream(deps, request);
    const receipts = [
      ...events.flatMap(toReceipts),
      ...(await lateReceipts(deps.eventStore, events)),
    ];
    const body: OrderReceipts = { orderId, receipts };

    return { status: 200, headers: {}, body };
  };

const toReceipts = (event: OrderEvent): DecisionReceipt[] => {
  if (event.type === 'OrderItemReserved') return [accepted(event)];

  return event.type === 'OrderItemRefused' ? [refused(event)] : [];
};

const accepted = ({ data }: OrderItemReserved): DecisionReceipt => ({
  ...whereDecided(data),
  decision: 'ACCEPTED',
  rule: data.quantity === 0 ? 'LINE_REMOVED' : 'IN_STOCK',
  requested: data.quantity,
  held: data.quantity,
  decidedAt: data.reservedAt,
});

const refused = ({ data }: OrderItemRefused): DecisionReceipt => ({
  ...whereDecided(data),
  decision: 'REFUSED',
  rule: data.reason,
  requested: data.requested,
  held: data.held,
  decidedAt: data.refusedAt,
});

const whereDecided = ({
  itemId,
  productId,
  orderRevision,
  inventoryRevision,
  available,
}: (OrderItemReserved | OrderItemRefused)['data']) => ({
  itemId,
  productId,
  orderRevision,
  stream: inventoryStream(productId),
  revision: inventoryRevision,
  available,
});
