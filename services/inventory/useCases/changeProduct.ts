import type { Request } from 'express';
import { idParams } from '../../../contracts/http/fields.js';
import { toMinorUnits } from '../../../contracts/http/money.js';
import {
  type ChangeProductRequest,
  changeProductRequest,
} from '../../../contracts/http/products.js';
import { DomainError } from '../../../domain/decider.js';
import type { ChangeProduct } from '../../../domain/inventory/index.js';
import type { CommandContext } from '../../../platform/commandHandling/index.js';
import {
  changeHeaders,
  commandContextOf,
  type HttpAnswer,
  parseBody,
  parseParams,
  requireAdmin,
  requiredIfMatchOf,
} from '../../../platform/http/index.js';
import {
  productTag,
  requireProduct,
  requireListedProduct,
  revisionOf,
  toProductResource,
} from '../readSide/productResource.js';
import type { Deps } from './deps.js';
import { nameKeyOf } from './productIds.js';
import { claimName, claimOf, giveUpClaim, freeName } from './productNames.js';

/** PUT /api/products/:id: 200, 409 NAME_TAKEN, 412 for a stale If-Match, 428 without one. */
export const changeProduct =
  (deps: Deps) =>
  async (request: Request): Promise<HttpAnswer> => {
    requireAdmin(request);
    const { id: productId } = parseParams(idParams, request);
    const body = parseBody(changeProductRequest, request);
    const context = commandContextOf(request, body);
    const seen = requiredIfMatchOf(request);
    const wanted = { ...toChanges(body), productId, now: deps.now() };
    // A replay comes before anything that the change needs: its name may be another product's by
    // now.
    const result =
      (await deps.products.repeat(productId, context)) ??
      (await change(deps, wanted, { seen, context }));
    const product = toProductResource(requireProduct(result.state));

    return {
      status: 200,
      headers: { ...changeHeaders(result), ETag: productTag(product) },
      body: { message: 'Product changed', product },
    };
  };

type Wanted = Omit<ChangeProduct['data'], 'expectedVersion'>;
type Asked = Readonly<{ seen: number | '*'; context: CommandContext }>;

const change = async (deps: Deps, wanted: Wanted, { seen, context }: Asked) => {
  const { productId } = wanted;
  const current = requireListedProduct(
    (await deps.products.load(productId, { fresh: true })).state,
  );
  const data = { ...wanted, expectedVersion: seen === '*' ? current.version : seen };
  const result = await rename(deps, { type: 'ChangeProduct', data }, { current, context });
  await deps.cache.put(
    toProductResource(requireListedProduct(result.state)),
    revisionOf(result.revision),
  );

  return result;
};

type Renaming = Readonly<{ current: Readonly<{ name: string }>; context: CommandContext }>;

/** The new name is claimed before, and the one that is no longer held is freed after the change. */
const rename = async (deps: Deps, command: ChangeProduct, { current, context }: Renaming) => {
  const { productId, name = current.name } = command.data;
  if (name === current.name) return deps.products.handle(productId, command, context);

  const former = {
    name: current.name,
    ...(await claimOf(deps, { name: current.name, productId })),
  };
  const claim = await claimName(deps, { name, productId }, context);
  try {
    const result = await deps.products.handle(productId, command, context);
    if (nameKeyOf(name) !== nameKeyOf(former.name)) await freeName(deps, former, context);

    return result;
  } catch (error) {
    if (error instanceof DomainError) await giveUpClaim(deps, claim, context);
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
