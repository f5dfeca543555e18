import type { Request, Response } from 'express';
import { type Reservation, reserveRequest } from '../../../contracts/http/reservations.js';
import { commandContextOf, parseBody, requireAdmin } from '../../../platform/http/index.js';
import { setWriteHeaders } from '../writeHeaders.js';
import type { Deps } from './deps.js';

/** POST /api/inventory/reserve: 201 (repeated too), 409 OUT_OF_STOCK or RESERVATION_RELEASED, 422 for another quantity. */
export const reserve =
  ({ products, now }: Deps) =>
  async (request: Request, response: Response): Promise<void> => {
    requireAdmin(request);
    const body = parseBody(reserveRequest, request);
    const context = commandContextOf(request, body);
    const data = { ...body, now: now() };
    const result = await products.handle(
      body.productId,
      { type: 'ReserveManually', data },
      context,
    );
    const reservation: Reservation = { ...body, status: 'RESERVED' };

    setWriteHeaders(response, result);
    response.status(201).json({ message: 'Units reserved', reservation });
  };
