import { randomUUID } from 'node:crypto';
import { currency } from '../../../contracts/http/money.js';
import { DomainError } from '../../../domain/decider.js';
import type { OrderPlaced, PlaceOrder } from '../../../domain/order/index.js';
import { OutcomeUnknown, type StoredEvent } from '../../../platform/eventStore/index.js';
import { type HttpAnswer, Problem, problem } from '../../../platform/http/index.js';
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
 * before it looks first, unless it may be repeated (503). A key that may still get its order is not
 * refused: its order is placed, and the inventory refuses it.
 */
export const placeOrder =
  (deps: Deps) =>
  async (input: PlaceOrderInput): Promise<HttpAnswer> => {
    const draft = toOrderDraft(input);
    const isOpen = deps.placements.isOpen(draft.orderId);
    const answer = place(deps, input, draft);

    return isOpen ? orUnknown(answer) : answer;
  };

const place = async (
  deps: Deps,
  input: PlaceOrderInput,
  draft: OrderDraft,
): Promise<HttpAnswer> => {
  const products = await deps.productCache.find(draft.lines.map(({ productId }) => productId));
  const command = () => toCommand(input, draft, { products, now: deps.now() });
  const reason = refusalOf(deps, draft, products);
  if (reason === null) {
    deps.admission.requireRoom();

    return append(deps, input, command());
  }

  const key = await deps.keys.find(draft.orderId, input.context.deadline);
  if (key.kind === 'placed') return replay(key.event, draft);
  if (key.kind === 'free' || products.size < draft.lines.length) throw reason;

  return orUnknown(append(deps, input, command()));
};

/**
 * For a key that may still get its order: what keeps this attempt from being sent says nothing of
 * the one before.
 */
const orUnknown = async (answer: Promise<HttpAnswer>): Promise<HttpAnswer> => {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof DomainError || error instanceof Problem) throw error;
    throw new OutcomeUnknown('An earlier attempt may still place the order', { cause: error });
  }
};

/** Why the request is refused without an order, null when nothing is known against it. */
const refusalOf = (
  { soldOutFastPath }: Deps,
  { lines, ifSoldOut }: OrderDraft,
  products: Offer['products'],
): Error | null => {
  const missing = lines.find(({ productId }) => products.get(productId)?.isListed !== true);
  if (missing !== undefined) return productNotFound(missing.productId);

  if (ifSoldOut === 'WAIT') return null;

  return soldOutFastPath && [...products.values()].some(isSoldOut) ? soldOut() : null;
};

/** The first answer of the key's order. */
const replay = (
  event: StoredEvent<OrderPlaced>,
  { requestFingerprint }: OrderDraft,
): HttpAnswer => {
  if (event.data.requestFingerprint !== requestFingerprint) throw keyReused();

  return replayed(placedAnswer(event));
};

type Offer = Readonly<{ products: ReadonlyMap<string, CachedProduct>; now: string }>;

const toCommand = (
  { userId, idempotencyKey }: PlaceOrderInput,
  { orderId, lines, ifSoldOut, requestFingerprint }: OrderDraft,
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
    paymentWindowSeconds: smallestWindow(products),
    ifSoldOut,
    now,
  },
});

/** Null when no product has one. */
const smallestWindow = (products: Offer['products']): number | null => {
  const windows = [...products.values()].flatMap(({ paymentWindowSeconds: seconds }) =>
    seconds === null ? [] : [seconds],
  );

  return windows.length === 0 ? null : Math.min(...windows);
};

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

const soldOut = () => problem(409, 'SOLD_OUT', 'A product of the order is sold out');

const keyReused = () =>
  problem(422, 'IDEMPOTENCY_KEY_REUSED', 'The Idempotency-Key belongs to another request');

const productNotFound = (productId: string) =>
  problem(404, 'PRODUCT_NOT_FOUND', `There is no product ${productId}`);
