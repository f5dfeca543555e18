import { randomUUID } from 'node:crypto';
import type { OrderResource } from '../../../../contracts/http/orders.js';
import type { ProductResource } from '../../../../contracts/http/products.js';
import { inventoryStream } from '../../../../domain/inventory/index.js';
import type { EventStore } from '../../../../platform/eventStore/index.js';
import { toNewEvent } from '../../../support/builders/storyEvents.js';
import type { HttpReply } from '../../../support/clients/http.js';
import { newKey, orderOf, type Shop, until } from '../ordersFixture.js';

/** A window as short as no request may make it. */
export const shortenWindow = async (
  eventStore: Pick<EventStore, 'append' | 'read'>,
  { id, maxPerCustomer, saleStartsAt, saleEndsAt }: ProductResource,
  paymentWindowSeconds: number,
): Promise<void> => {
  const stream = inventoryStream(id);
  const { revision } = await eventStore.read(stream);
  const data = {
    productId: id,
    ...{ maxPerCustomer, saleStartsAt, saleEndsAt },
    paymentWindowSeconds,
    changedAt: new Date().toISOString(),
  };
  await eventStore.append(stream, [toNewEvent({ type: 'SaleTermsChanged', data })], {
    expectedRevision: revision === 'no_stream' ? 'no_stream' : revision,
  });
};

/** What tests of payments do with a shop whose pipeline runs. */
export const paymentsAt = (shop: Shop, buyer: string) => {
  const read = async (id: string): Promise<OrderResource> =>
    orderOf(await shop.ask(`/api/orders/${id}`, { token: buyer }));
  const becomes = async (id: string, isSo: (order: OrderResource) => boolean) => {
    await until(async () => isSo(await read(id)));

    return read(id);
  };
  const place = async (product: ProductResource, quantity = 1): Promise<OrderResource> =>
    orderOf(
      await shop.ask('/api/orders', {
        body: { items: [{ productId: product.id, quantity }] },
        headers: newKey(),
        token: buyer,
      }),
    );

  return {
    read,
    becomes,
    place,
    /** An order that is CONFIRMED and due, of a product with units at 10.50. */
    due: async (product: ProductResource, quantity = 1): Promise<OrderResource> => {
      const { id } = await place(product, quantity);

      return becomes(id, ({ payment }) => payment.status === 'DUE');
    },
    pay: (id: string, body: object = {}, token = shop.admin): Promise<HttpReply> =>
      shop.ask(`/api/orders/${id}/payment`, {
        body: { reference: `payment-${randomUUID()}`, amount: 10.5, ...body },
        token,
      }),
  };
};
