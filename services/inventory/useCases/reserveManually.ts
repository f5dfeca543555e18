import type { Request } from 'express';
import { type ReservationResource, reserveRequest } from '../../../contracts/http/reservations.js';
import {
  changeHeaders,
  commandContextOf,
  type HttpAnswer,
  parseBody,
  requireAdmin,
} from '../../../platform/http/index.js';
import type { Deps } from './deps.js';

/**
 * POST /api/inventory/reserve: 201 (repeated too), 409 OUT_OF_STOCK or RESERVATION_RELEASED, 422
 * for another quantity.
 */
export const reserveManually =
  ({ products, now }: Deps) =>
  async (request: Request): Promise<HttpAnswer> => {
    requireAdmin(request);
    const body = parseBody(reserveRequest, request);
    const context = commandContextOf(request, body);
    const data = { ...body, now: now() };
    const result = await products.handle(
      body.productId,
      { type: 'ReserveManually', data },
      context,
    );
    const reservation: ReservationResource = { ...body, status: 'RESERVED' };

    return {
      status: 201,
      headers: changeHeaders(result),
      body: { message: 'Units reserved', reservation },
    };
  };
