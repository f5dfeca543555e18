import { randomUUID } from 'node:crypto';
import { currency } from '../../../contracts/http/money.js';
import type { PlaceOrder } from '../../../domain/order/index.js';
import type { HttpAnswer } from '../../../platform/http/index.js';
import type { CachedProduct } from '../products/productCache.js';
import { readPlaced } from '../readSide/keyLookup.js';
import type { Deps } from '../useCases/deps.js';
import type { OrderDraft } from '../useCases/orderDraft.js';
import { itemIdOf } from '../useCases/orderIds.js';
import { placedAnswer, replayed } from '../useCases/placedAnswer.js';
import type { PlaceOrderInput } from '../useCases/placeOrderInput.js';

/** `now` is when the request arrived, however long it waits. */
export type Placing = Readonly<{ input: PlaceOrderInput; draft: OrderDraft; now: string }>;

export type Products = ReadonlyMap<string, CachedProduct>;

export const productsOf = (
  { productCache }: Pick<Deps, 'productCache'>,
  { lines }: OrderDraft,
): Promise<Products> => productCache.find(lines.map(({ productId }) => productId));

export const toCommand = ({ input, draft, now }: Placing, products: Products): PlaceOrder => ({
  type: 'PlaceOrder',
  data: {
    orderId: draft.orderId,
    userId: input.userId,
    idempotencyKey: input.idempotencyKey,
    requestFingerprint: draft.requestFingerprint,
    items: draft.lines.flatMap(({ productId, quantity }) => {
      const product = products.get(productId);
      const itemId = itemIdOf(draft.orderId, productId);

      return product === undefined
        ? []
        : [{ itemId, productId, name: product.name, quantity, unitPrice: product.price }];
    }),
    currency,
    paymentWindowSeconds: smallestWindow(products),
    ifSoldOut: draft.ifSoldOut,
    now,
  },
});

/** Null when no product has one. */
const smallestWindow = (products: Products): number | null => {
  const windows = [...products.values()].flatMap(({ paymentWindowSeconds: seconds }) =>
    seconds === null ? [] : [seconds],
  );

  return windows.length === 0 ? null : Math.min(...windows);
};

export const appendOrder = async (
  deps: Deps,
  placing: Placing,
  products: Products,
): Promise<HttpAnswer> => {
  const { orders, eventStore } = deps;
  const { userId, context } = placing.input;
  const command = toCommand(placing, products);
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
