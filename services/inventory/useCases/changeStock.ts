import type { Request } from 'express';
import { idParams } from '../../../contracts/http/fields.js';
import { type ChangeStockRequest, changeStockRequest } from '../../../contracts/http/products.js';
import type { AdjustStock, SetStock } from '../../../domain/inventory/index.js';
import {
  changeHeaders,
  commandContextOf,
  type HttpAnswer,
  parseBody,
  parseParams,
  requireAdmin,
} from '../../../platform/http/index.js';
import { requireProduct, toStockResource } from '../readSide/productResource.js';
import type { Deps } from './deps.js';

/** PATCH /api/products/:id/stock: 200, 409 when it would fall below what is reserved. */
export const changeStock =
  ({ products, now }: Deps) =>
  async (request: Request): Promise<HttpAnswer> => {
    requireAdmin(request);
    const { id } = parseParams(idParams, request);
    const body = parseBody(changeStockRequest, request);
    const context = commandContextOf(request, body);
    const result = await products.handle(id, toCommand(id, body, now()), context);

    return {
      status: 200,
      headers: changeHeaders(result),
      body: {
        message: 'Stock changed',
        stock: toStockResource(requireProduct(result.state), result.revision),
      },
    };
  };

const toCommand = (
  productId: string,
  { adjustment, stock }: ChangeStockRequest,
  now: string,
): AdjustStock | SetStock =>
  stock === undefined
    ? { type: 'AdjustStock', data: { productId, adjustment: adjustment ?? 0, now } }
    : { type: 'SetStock', data: { productId, stock, now } };
