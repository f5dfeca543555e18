import { computed, signal } from '@preact/signals';
import type { Order, OrderUpdate } from '../../client/index.js';
import { client, user } from './client.js';
import { repeatUntilLoaded } from './repeatUntilLoaded.js';

/** A push, with the server's time when it was here. */
export type ReceivedUpdate = Readonly<{ update: OrderUpdate; arrivedAt: number }>;

const byId = signal<ReadonlyMap<string, Order>>(new Map());

/** Pushes of this visit, by order. */
export const receivedUpdates = signal<ReadonlyMap<string, readonly ReceivedUpdate[]>>(new Map());

export const ordersLoaded = signal(false);

/** Newest first. */
export const orders = computed(() =>
  [...byId.value.values()].sort((one, other) => other.createdAt.localeCompare(one.createdAt)),
);

export const orderOf = (id: string): Order | undefined => byId.value.get(id);

/** A response may be older than what a push has brought. */
export const takeOrder = (order: Order): void => {
  const known = byId.value.get(order.id);
  if (known !== undefined && known.version > order.version) return;
  byId.value = new Map([...byId.value, [order.id, order]]);
};

export const loadOrders = repeatUntilLoaded(async () => {
  if (user.value === null) return;
  const { body } = await client.api.get('/api/orders', { query: { limit: 100 } });
  body.orders.forEach(takeOrder);
  ordersLoaded.value = true;
});

export const loadOrder = async (id: string): Promise<void> =>
  takeOrder((await client.api.get('/api/orders/{id}', { params: { id } })).body);

export const forgetOrders = (): void => {
  byId.value = new Map();
  receivedUpdates.value = new Map();
  ordersLoaded.value = false;
};

/** Shows what a push says at once, and reads the rest of the order. */
export const followOrders = (): void => {
  client.updates.onOrder((update) => {
    const { orderId, status, inventoryStatus, reason } = update;
    const before = receivedUpdates.value.get(orderId) ?? [];
    const received = { update, arrivedAt: client.clock.now() };
    receivedUpdates.value = new Map([...receivedUpdates.value, [orderId, [...before, received]]]);
    const order = byId.value.get(orderId);
    if (order !== undefined)
      byId.value = new Map([
        ...byId.value,
        [orderId, { ...order, status, inventoryStatus, ...(reason !== undefined && { reason }) }],
      ]);
    void loadOrder(orderId).catch(() => undefined);
  });
};
