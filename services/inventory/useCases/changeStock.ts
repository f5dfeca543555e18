import type { Request } from 'express';
import { idParams } from '../../../contracts/http/fields.js';
import { entityTag } from '../../../contracts/http/headers.js';
import { type ChangeStockRequest, changeStockRequest } from '../../../contracts/http/products.js';
import type {
  AdjustStock,
  Inventory,
  InventoryEvent,
  SetStock,
} from '../../../domain/inventory/index.js';
import type { IdempotentlyHandled } from '../../../platform/commandHandling/index.js';
import {
  changeHeaders,
  commandContextOf,
  type HttpAnswer,
  ifMatchOf,
  parseBody,
  parseParams,
  problem,
  requireAdmin,
} from '../../../platform/http/index.js';
import { requireProduct, toStockResource } from '../readSide/productResource.js';
import type { Deps } from './deps.js';

/**
 * PATCH /api/products/:id/stock: 200, 409 when it would fall below what is reserved, 412 for a
 * stale If-Match. A count that was set without one says what it overwrote.
 */
export const changeStock =
  ({ products, now }: Deps) =>
  async (request: Request): Promise<HttpAnswer> => {
    requireAdmin(request);
    const { id } = parseParams(idParams, request);
    const body = parseBody(changeStockRequest, request);
    const seen = ifMatchOf(request);
    const context = {
      ...commandContextOf(request, body),
      ...(typeof seen === 'number' && { expectedRevision: seen }),
    };
    const result = await products.handle(id, toCommand(id, body, now()), context);
    requireSeen(result, seen);
    const stock = toStockResource(requireProduct(result.state), result.revision);
    const isBlind = body.stock !== undefined && typeof seen !== 'number' && !result.replayed;

    return {
      status: 200,
      headers: { ...changeHeaders(result), ETag: entityTag(stock.revision) },
      body: {
        message: 'Stock changed',
        stock,
        ...(isBlind && { overwrote: stock.onHand - changeOf(result) }),
      },
    };
  };

type Result = IdempotentlyHandled<Inventory, InventoryEvent>;

/** Where nothing had to be changed, no event was refused. */
const requireSeen = ({ events, replayed, revision }: Result, seen: number | '*' | null): void => {
  if (typeof seen === 'number' && events.length === 0 && !replayed && revision !== seen)
    throw problem(412, 'VERSION_STALE', 'The stock is at another revision');
};

const changeOf = ({ events }: Result): number =>
  events.reduce((sum, { type, data }) => sum + (type === 'StockAdjusted' ? data.change : 0), 0);

const toCommand = (
  productId: string,
  { adjustment, stock }: ChangeStockRequest,
  now: string,
): AdjustStock | SetStock =>
  stock === undefined
    ? { type: 'AdjustStock', data: { productId, adjustment: adjustment ?? 0, now } }
    : { type: 'SetStock', data: { productId, stock, now } };
