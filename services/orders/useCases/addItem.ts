import type { Request } from 'express';
import { idParams } from '../../../contracts/http/fields.js';
import { addItemRequest } from '../../../contracts/http/orders.js';
import {
  type HttpAnswer,
  parseBody,
  parseParams,
  problem,
  requireUser,
} from '../../../platform/http/index.js';
import { changeOrder } from './changeOrder.js';
import type { Deps } from './deps.js';
import { itemIdOf } from './orderIds.js';

/**
 * POST /api/orders/:id/items: 200 with the change PENDING; a product that the order has raises its
 * line.
 */
export const addItem =
  (deps: Deps) =>
  (request: Request): Promise<HttpAnswer> => {
    const principal = requireUser(request);
    const { id: orderId } = parseParams(idParams, request);
    const body = parseBody(addItemRequest, request);

    return changeOrder(deps, request, {
      orderId,
      principal,
      body,
      message: 'We are reserving the added item',
      toCommand: async () => {
        const item = { ...(await lineOf(deps, orderId, body.productId)), quantity: body.quantity };

        return { type: 'AddItem', data: { orderId, item, now: deps.now() } };
      },
    });
  };

/** The line at the price of this moment. */
const lineOf = async ({ productCache }: Deps, orderId: string, productId: string) => {
  const product = (await productCache.find([productId])).get(productId);
  if (product?.isListed !== true)
    throw problem(404, 'PRODUCT_NOT_FOUND', `There is no product ${productId}`);
  const { name, price: unitPrice } = product;

  return { itemId: itemIdOf(orderId, productId), productId, name, unitPrice };
};
