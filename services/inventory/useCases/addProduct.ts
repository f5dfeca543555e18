import type { Request } from 'express';
import { currency, toMinorUnits } from '../../../contracts/http/money.js';
import { type AddProductRequest, addProductRequest } from '../../../contracts/http/products.js';
import { DomainError } from '../../../domain/decider.js';
import type { AddProduct } from '../../../domain/inventory/index.js';
import type { CommandContext } from '../../../platform/commandHandling/index.js';
import {
  changeHeaders,
  commandContextOf,
  type HttpAnswer,
  parseBody,
  requireAdmin,
} from '../../../platform/http/index.js';
import { productTag, requireProduct, toProductResource } from '../readSide/productResource.js';
import type { Deps } from './deps.js';
import { productIdOf } from './productIds.js';
import { claimName, giveUpClaim } from './productNames.js';

/** POST /api/products: 201, 409 SKU_TAKEN or NAME_TAKEN. */
export const addProduct =
  (deps: Deps) =>
  async (request: Request): Promise<HttpAnswer> => {
    requireAdmin(request);
    const body = parseBody(addProductRequest, request);
    const context = commandContextOf(request, body);
    const productId = productIdOf(body.sku);
    const result = await claimAndAdd(deps, toWanted(body, productId, deps.now()), context);
    const product = toProductResource(requireProduct(result.state));

    return {
      status: 201,
      headers: {
        ...changeHeaders(result),
        Location: `/api/products/${productId}`,
        ETag: productTag(product),
      },
      body: { message: 'Product added', product },
    };
  };

// For a product that exists the result is a replay or SKU_TAKEN: it needs no other name.
const claimAndAdd = async (deps: Deps, wanted: Wanted, context: CommandContext) => {
  const { productId, name } = wanted;
  const { state } = await deps.products.load(productId, { fresh: true });
  const data = { ...wanted, expectedVersion: state.version };
  const command = { type: 'AddProduct', data } as const;
  if (state.status !== 'NOT_ADDED') return deps.products.handle(productId, command, context);

  const claim = await claimName(deps, { name, productId }, context);
  try {
    return await deps.products.handle(productId, command, context);
  } catch (error) {
    if (error instanceof DomainError) await giveUpClaim(deps, claim, context);
    throw error;
  }
};

type Wanted = Omit<AddProduct['data'], 'expectedVersion'>;

const toWanted = (
  { price, originalPrice, ...body }: AddProductRequest,
  productId: string,
  now: string,
): Wanted => ({
  ...body,
  productId,
  now,
  currency,
  price: toMinorUnits(price),
  originalPrice: originalPrice === null ? null : toMinorUnits(originalPrice),
});
