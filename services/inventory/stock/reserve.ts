import type { Request, Response } from 'express';
import { type Reservation, reserveRequest } from '../../../contracts/http/reservations.js';
import { commandContextOf, parseBody, requireAdmin } from '../../../platform/http/index.js';
import type { Parts } from '../parts.js';
import { setWriteHeaders } from '../writeHeaders.js';

/** POST /api/inventory/reserve: 201 (repeated too), 409 OUT_OF_STOCK or RESERVATION_RELEASED, 422 for another quantity. */
export const reserve =
  ({ products, now }: Parts) =>
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
