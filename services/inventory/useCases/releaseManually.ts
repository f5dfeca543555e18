import type { Request } from 'express';
import { releaseRequest, type ReservationResource } from '../../../contracts/http/reservations.js';
import {
  changeHeaders,
  commandContextOf,
  type HttpAnswer,
  parseBody,
  requireAdmin,
} from '../../../platform/http/index.js';
import type { Deps } from './deps.js';

/** POST /api/inventory/release: 200 (repeated too), 404 for a reservation that does not exist. */
export const releaseManually =
  ({ products, now }: Deps) =>
  async (request: Request): Promise<HttpAnswer> => {
    requireAdmin(request);
    const body = parseBody(releaseRequest, request);
    const context = commandContextOf(request, body);
    const data = { ...body, now: now() };
    const result = await products.handle(
      body.productId,
      { type: 'ReleaseManually', data },
      context,
    );
    const reservation: ReservationResource = { ...body, status: 'RELEASED' };

    return {
      status: 200,
      headers: changeHeaders(result),
      body: { message: 'Units released', reservation },
    };
  };
