import { randomUUID } from 'node:crypto';
import type { InventoryEvent } from '../../domain/inventory/index.js';
import { inventoryStream } from '../../domain/inventory/index.js';
import { openEventStore } from '../../embedded/eventStoreNode/store/eventStore.js';
import { parseUuid } from '../../embedded/eventStoreNode/store/uuid.js';
import { noStream } from '../../embedded/eventStoreNode/store/writes/expectedRevision.js';

const atOnce = 500;
const sold = 8;
const at = '2025-11-21T10:00:00.000Z';

/** Writes a store's files without a server: so many products that were sold and withdrawn. */
export const fillWithProducts = async (dir: string, products: number): Promise<void> => {
  const store = await openEventStore({ dir });
  const addOne = async (): Promise<void> => {
    const productId = randomUUID();
    await store.writer.append({
      stream: inventoryStream(productId),
      expected: noStream,
      events: lifeOf(productId).map(proposed),
    });
  };
  for (let done = 0; done < products; done += atOnce)
    await Promise.all(Array.from({ length: Math.min(atOnce, products - done) }, addOne));
  await store.stop();
};

const lifeOf = (productId: string): InventoryEvent[] => [
  productAdded(productId),
  {
    type: 'StockReceived',
    data: { productId, quantity: sold, onHand: sold, available: sold, receivedAt: at },
  },
  ...Array.from({ length: sold }, (_, index) => stockReserved(productId, sold - index - 1)),
  { type: 'ProductWithdrawn', data: { productId, withdrawnAt: at } },
];

const productAdded = (productId: string): InventoryEvent => ({
  type: 'ProductAdded',
  data: {
    productId,
    sku: productId,
    name: `Poster ${productId}`,
    description: 'Of last year',
    category: 'posters',
    price: 1_950,
    originalPrice: null,
    currency: 'EUR',
    maxPerCustomer: null,
    saleStartsAt: null,
    saleEndsAt: null,
    paymentWindowSeconds: null,
    addedAt: at,
  },
});

/** By hand: for these nobody looks for an order. */
const stockReserved = (productId: string, available: number): InventoryEvent => ({
  type: 'StockReserved',
  data: {
    productId,
    orderId: `manual:${randomUUID()}`,
    itemId: null,
    orderRevision: 0,
    userId: null,
    quantity: 1,
    change: 1,
    onHand: sold,
    available,
    reservedAt: at,
  },
});

const proposed = ({ type, data }: InventoryEvent) => {
  const id = randomUUID();
  const metadata = {
    $correlationId: id,
    $causationId: id,
    commandId: id,
    userId: null,
    requestId: null,
    traceparent: null,
    schemaVersion: 1,
  };

  return {
    id: parseUuid(id),
    type,
    isJson: true,
    data: Buffer.from(JSON.stringify(data)),
    metadata: Buffer.from(JSON.stringify(metadata)),
  };
};
