import { effect, signal, untracked } from '@preact/signals';
import { startTime } from '../../ui/time.js';
import { followStock, loadProducts } from './catalogue.js';
import { client, connection, startClient, user } from './client.js';
import { followNotifications, forgetNotifications } from './notifications.js';
import { followOrders, forgetOrders, loadOrders } from './orders.js';
import { buy, followPurchases, resumePurchases, wishOfVisitor } from './purchases.js';

/** Whether the connection has been lost for so long that a buyer should know. */
export const isOffline = signal(false);

const noticeAfterMs = 1_500;

/** Loads what there is, then follows what the server says; after a gap everything is read anew. */
export const startShop = async (): Promise<void> => {
  startTime(client.clock.now);
  followStock();
  followOrders();
  followNotifications();
  followPurchases();
  followConnection();
  await Promise.all([startClient(), loadProducts()]);
  effect(() => {
    const { value: somebody } = user;
    untracked(() => (somebody === null ? leave() : enter()));
  });
};

const enter = (): void => {
  void loadOrders();
  resumePurchases();
  const { value: wish } = wishOfVisitor;
  wishOfVisitor.value = null;
  if (wish !== null) void buy(wish);
};

const leave = (): void => {
  forgetOrders();
  forgetNotifications();
};

const followConnection = (): void => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wasOffline = false;
  effect(() => {
    clearTimeout(timer);
    if (connection.value !== 'connected') {
      timer = setTimeout(() => {
        isOffline.value = wasOffline = true;
      }, noticeAfterMs);

      return;
    }
    isOffline.value = false;
    if (wasOffline) void untracked(readAnew);
    wasOffline = false;
  });
};

const readAnew = (): Promise<unknown> => Promise.all([loadProducts(), loadOrders()]);
