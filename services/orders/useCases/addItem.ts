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
import type { CachedProduct } from '../products/productCache.js';
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
        const product = await requireListed(deps, body.productId);
        const item = { ...lineOf(product, orderId), quantity: body.quantity };
        const { paymentWindowSeconds } = product;

        return {
          type: 'AddItem',
          data: { orderId, item, paymentWindowSeconds, now: deps.now() },
        };
      },
    });
  };

const requireListed = async ({ productCache }: Deps, productId: string): Promise<CachedProduct> => {
  const product = (await productCache.find([productId])).get(productId);
  if (product?.isListed !== true)
    throw problem(404, 'PRODUCT_NOT_FOUND', `There is no product ${productId}`);

  return product;
};

/** The line at the price of this moment. */
const lineOf = ({ productId, name, price: unitPrice }: CachedProduct, orderId: string) => ({
  itemId: itemIdOf(orderId, productId),
  productId,
  name,
  unitPrice,
});
