import { randomUUID } from 'node:crypto';
import { currency } from '../../../contracts/http/money.js';
import type { OrderPlaced, PlaceOrder } from '../../../domain/order/index.js';
import type { StoredEvent } from '../../../platform/eventStore/index.js';
import { problem } from '../../../platform/http/index.js';
import type { Answer } from '../answer.js';
import type { Parts } from '../parts.js';
import type { KnownProduct } from '../products/catalogue.js';
import { readPlaced } from './keyLookup.js';
import { placedAnswer, replayed } from './placedAnswer.js';
import { itemIdOf } from './placement.js';
import { type Placement, type Placing, toPlacement } from './placing.js';

/**
 * 201 with the order, again for every repetition. Problems: 400, 404 PRODUCT_NOT_FOUND, 409 SOLD_OUT, 422
 * IDEMPOTENCY_KEY_REUSED, 503, 504. The append is the key's look-up; whatever refuses before it looks first.
 */
export const placeOrder =
  (parts: Parts) =>
  async (placing: Placing): Promise<Answer> => {
    const placement = toPlacement(placing);
    if (placement.lines.some(({ productId }) => parts.soldOut?.isSoldOut(productId)))
      return (await replay(parts, placement)) ?? refuse(soldOut());

    const productIds = placement.lines.map(({ productId }) => productId);
    const products = await parts.catalogue.find(productIds);
    const missing = productIds.find((productId) => !products.has(productId));
    if (missing !== undefined)
      return (await replay(parts, placement)) ?? refuse(productNotFound(missing));

    return append(parts, placing, toCommand(placing, placement, { products, now: parts.now() }));
  };

/** The first answer of the key's order, null when the key is still free. */
const replay = async (
  { keys }: Parts,
  { orderId, requestFingerprint }: Placement,
): Promise<Answer | null> => {
  const event = await keys.find(orderId);
  if (event === null) return null;
  if (event.data.requestFingerprint !== requestFingerprint) throw keyReused();

  return replayed(placedAnswer(event));
};

type Offer = Readonly<{ products: ReadonlyMap<string, KnownProduct>; now: string }>;

const toCommand = (
  { userId, idempotencyKey }: Placing,
  { orderId, lines, requestFingerprint }: Placement,
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
  { orders, eventStore }: Parts,
  { userId, context }: Placing,
  command: PlaceOrder,
): Promise<Answer> => {
  const { orderId } = command.data;
  const { events } = await orders.handle(orderId, command, {
    commandId: randomUUID(),
    userId,
    ...context,
  });
  const [placed] = events;
  if (placed !== undefined) return placedAnswer(placed as StoredEvent<OrderPlaced>);
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
