import { DomainError } from '../../../domain/decider.js';
import type { OrderPlaced } from '../../../domain/order/index.js';
import { OutcomeUnknown, type StoredEvent } from '../../../platform/eventStore/index.js';
import { type HttpAnswer, Problem, problem } from '../../../platform/http/index.js';
import { isSoldOut } from '../products/productCache.js';
import type { Deps } from '../useCases/deps.js';
import type { OrderDraft } from '../useCases/orderDraft.js';
import { placedAnswer, replayed } from '../useCases/placedAnswer.js';
import { appendOrder, type Placing, type Products, productsOf } from './appendOrder.js';

/** Whatever refuses an order looks the key up first. */
export const refuseOrder = async (
  deps: Deps,
  placing: Placing,
  reason: Error,
): Promise<HttpAnswer> => {
  const { input, draft } = placing;
  const key = await deps.keys.find(draft.orderId, input.context.deadline);
  if (key.kind === 'placed') return replayOrder(key.event, draft);
  const products = await productsOf(deps, draft);
  if (key.kind === 'free' || products.size < draft.lines.length) throw reason;

  return orUnknown(appendOrder(deps, placing, products));
};

/**
 * For a key that may still get its order: what keeps this attempt from being sent says nothing of
 * the one before.
 */
export const orUnknown = async (answer: Promise<HttpAnswer>): Promise<HttpAnswer> => {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof DomainError || error instanceof Problem) throw error;
    throw new OutcomeUnknown('An earlier attempt may still place the order', { cause: error });
  }
};

/** Why the request is refused without an order, null when nothing is known against it. */
export const reasonAgainst = (
  { soldOutFastPath }: Deps,
  { lines, ifSoldOut }: OrderDraft,
  products: Products,
): Error | null => {
  const missing = lines.find(({ productId }) => products.get(productId)?.isListed !== true);
  if (missing !== undefined) return productNotFound(missing.productId);

  if (ifSoldOut === 'WAIT') return null;

  return soldOutFastPath && [...products.values()].some(isSoldOut) ? soldOut() : null;
};

/** The first answer of the key's order. */
export const replayOrder = (
  event: StoredEvent<OrderPlaced>,
  { requestFingerprint }: OrderDraft,
): HttpAnswer => {
  if (event.data.requestFingerprint !== requestFingerprint) throw keyReused();

  return replayed(placedAnswer(event));
};

export const soldOut = () => problem(409, 'SOLD_OUT', 'A product of the order is sold out');

export const keyReused = () =>
  problem(422, 'IDEMPOTENCY_KEY_REUSED', 'The Idempotency-Key belongs to another request');

const productNotFound = (productId: string) =>
  problem(404, 'PRODUCT_NOT_FOUND', `There is no product ${productId}`);
