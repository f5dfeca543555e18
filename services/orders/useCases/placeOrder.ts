import { randomUUID } from 'node:crypto';
import { currency } from '../../../contracts/http/money.js';
import type { PlaceOrder } from '../../../domain/order/index.js';
import { type HttpAnswer, problem } from '../../../platform/http/index.js';
import { type CachedProduct, isSoldOut } from '../products/productCache.js';
import { readPlaced } from '../readSide/keyLookup.js';
import type { Deps } from './deps.js';
import { type OrderDraft, toOrderDraft } from './orderDraft.js';
import { itemIdOf } from './orderIds.js';
import { placedAnswer, replayed } from './placedAnswer.js';
import type { PlaceOrderInput } from './placeOrderInput.js';

/**
 * 201 with the order, again for every repetition. Problems: 400, 404 PRODUCT_NOT_FOUND, 409
 * SOLD_OUT, 422 IDEMPOTENCY_KEY_REUSED, 503, 504. The append is the key's look-up; whatever refuses
 * before it looks first.
 */
export const placeOrder =
  (deps: Deps) =>
  async (input: PlaceOrderInput): Promise<HttpAnswer> => {
    const draft = toOrderDraft(input);
    const products = await deps.productCache.find(draft.lines.map(({ productId }) => productId));
    const reason = refusalOf(deps, draft, products);
    if (reason !== null) return (await replay(deps, draft)) ?? refuse(reason);

    return append(deps, input, toCommand(input, draft, { products, now: deps.now() }));
  };

/** Why the request is refused without an order, null when nothing is known against it. */
const refusalOf = (
  { soldOutFastPath }: Deps,
  { lines }: OrderDraft,
  products: Offer['products'],
): Error | null => {
  const missing = lines.find(({ productId }) => products.get(productId)?.isListed !== true);
  if (missing !== undefined) return productNotFound(missing.productId);

  return soldOutFastPath && [...products.values()].some(isSoldOut) ? soldOut() : null;
};

/** The first answer of the key's order, null when the key is still free. */
const replay = async (
  { keys }: Deps,
  { orderId, requestFingerprint }: OrderDraft,
): Promise<HttpAnswer | null> => {
  const event = await keys.find(orderId);
  if (event === null) return null;
  if (event.data.requestFingerprint !== requestFingerprint) throw keyReused();

  return replayed(placedAnswer(event));
};

type Offer = Readonly<{ products: ReadonlyMap<string, CachedProduct>; now: string }>;

const toCommand = (
  { userId, idempotencyKey }: PlaceOrderInput,
  { orderId, lines, requestFingerprint }: OrderDraft,
  { products, now }: Offer,
): PlaceOrder => ({
  type: 'PlaceOrder',
  data: {
    orderId,
    userId,
    idempotencyKey,
    requestFingerprint,
    items: lines.flatMap(({ productId, quantity }) => {
      const product = products.get(productId);
      const itemId = itemIdOf(orderId, productId);

      return product === undefined
        ? []
        : [{ itemId, productId, name: product.name, quantity, unitPrice: product.price }];
    }),
    currency,
    now,
  },
});

const append = async (
  { orders, eventStore }: Deps,
  { userId, context }: PlaceOrderInput,
  command: PlaceOrder,
): Promise<HttpAnswer> => {
  const { orderId } = command.data;
  const { events } = await orders.handle(orderId, command, {
    commandId: randomUUID(),
    userId,
    ...context,
  });
  const [placed] = events;
  if (placed?.type === 'OrderPlaced') return placedAnswer(placed);
  const known = await readPlaced(eventStore, orderId);
  if (known === null) throw new TypeError('An order that was placed has a first event');

  return replayed(placedAnswer(known));
};

const refuse = (reason: Error): never => {
  throw reason;
};

const soldOut = () => problem(409, 'SOLD_OUT', 'A product of the order is sold out');

const keyReused = () =>
  problem(422, 'IDEMPOTENCY_KEY_REUSED', 'The Idempotency-Key belongs to another request');

const productNotFound = (productId: string) =>
  problem(404, 'PRODUCT_NOT_FOUND', `There is no product ${productId}`);
