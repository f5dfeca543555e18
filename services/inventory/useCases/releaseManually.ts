import type { Request, Response } from 'express';
import { releaseRequest, type Reservation } from '../../../contracts/http/reservations.js';
import { commandContextOf, parseBody, requireAdmin } from '../../../platform/http/index.js';
import { setWriteHeaders } from '../writeHeaders.js';
import type { Deps } from './deps.js';

/** POST /api/inventory/release: 200 (repeated too), 404 for a reservation that does not exist. */
export const release =
  ({ products, now }: Deps) =>
  async (request: Request, response: Response): Promise<void> => {
    requireAdmin(request);
    const body = parseBody(releaseRequest, request);
    const context = commandContextOf(request, body);
    const data = { ...body, now: now() };
    const result = await products.handle(
      body.productId,
      { type: 'ReleaseManually', data },
      context,
    );
    const reservation: Reservation = { ...body, status: 'RELEASED' };

    setWriteHeaders(response, result);
    response.json({ message: 'Units released', reservation });
  };
