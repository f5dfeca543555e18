import type { Request, Response } from 'express';
import { idParams } from '../../../contracts/http/fields.js';
import { parseParams, requireUser } from '../../../platform/http/index.js';
import type { Deps } from '../useCases/deps.js';
import { listed, toStock } from './productView.js';

/** GET /api/products/:id/stock, folded to the last event. */
export const getStock =
  ({ products }: Deps) =>
  async (request: Request, response: Response): Promise<void> => {
    requireUser(request);
    const { id } = parseParams(idParams, request);
    const { state, revision } = await products.load(id, { fresh: true });

    response.json(toStock(listed(state), revision));
  };
