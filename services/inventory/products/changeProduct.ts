import type { Request, Response } from 'express';
import { idParams } from '../../../contracts/http/fields.js';
import { entityTag } from '../../../contracts/http/headers.js';
import { toMinorUnits } from '../../../contracts/http/money.js';
import {
  type ChangeProductRequest,
  changeProductRequest,
} from '../../../contracts/http/products.js';
import { DomainError } from '../../../domain/decider.js';
import type { ChangeProduct } from '../../../domain/inventory/index.js';
import type { CommandContext } from '../../../platform/commandHandling/index.js';
import {
  commandContextOf,
  parseBody,
  parseParams,
  requireAdmin,
  requiredIfMatchOf,
} from '../../../platform/http/index.js';
import { claimName, releaseUnheldNames } from '../names/claimName.js';
import type { Parts } from '../parts.js';
import { listed, toProduct } from '../productView.js';
import { setWriteHeaders } from '../writeHeaders.js';

/** PUT /api/products/:id: 200, 409 NAME_TAKEN, 412 for a stale If-Match, 428 without one. */
export const changeProduct =
  (parts: Parts) =>
  async (request: Request, response: Response): Promise<void> => {
    requireAdmin(request);
    const { id: productId } = parseParams(idParams, request);
    const body = parseBody(changeProductRequest, request);
    const context = commandContextOf(request, body);
    const seen = requiredIfMatchOf(request);
    const current = listed((await parts.products.load(productId, { fresh: true })).state);
    const data = {
      ...toChanges(body),
      productId,
      expectedVersion: seen === '*' ? current.version : seen,
      now: parts.now(),
    };
    const result = await rename(parts, { type: 'ChangeProduct', data }, { current, context });
    const product = toProduct(listed(result.state));
    await parts.cache.put(product);

    setWriteHeaders(response, result);
    response.set('ETag', entityTag(product.version)).json({ message: 'Product changed', product });
  };

type Renaming = Readonly<{ current: Readonly<{ name: string }>; context: CommandContext }>;

/** The new name is claimed before, and the one that is no longer held is freed after the change. */
const rename = async (parts: Parts, command: ChangeProduct, { current, context }: Renaming) => {
  const { productId, name = current.name } = command.data;
  if (name === current.name) return parts.products.handle(productId, command, context);

  const names = { claimed: [current.name, name], context };
  await claimName(parts, { name, productId }, context);
  try {
    const result = await parts.products.handle(productId, command, context);
    await releaseUnheldNames(parts, productId, names);

    return result;
  } catch (error) {
    if (error instanceof DomainError) await releaseUnheldNames(parts, productId, names);
    throw error;
  }
};

const toChanges = ({ price, originalPrice, ...body }: ChangeProductRequest) => ({
  ...body,
  ...(price !== undefined && { price: toMinorUnits(price) }),
  ...(originalPrice !== undefined && {
    originalPrice: originalPrice === null ? null : toMinorUnits(originalPrice),
  }),
});
