import { signal } from '@preact/signals';
import type { Notification } from '../../client/index.js';
import { client, user } from './client.js';

/** Newest first. */
export const notifications = signal<readonly Notification[]>([]);

export const unread = signal(0);

const shown = 30;

let last = 0;

const load = async (): Promise<void> => {
  if (user.value === null) return;
  const after = Math.max(0, last - shown);
  const [recent, open] = await Promise.all([
    client.api.get('/api/notifications', { query: { after, limit: 100 } }),
    client.api.get('/api/notifications', { query: { unread: true, limit: 1 } }),
  ]);
  notifications.value = [...recent.body.notifications].reverse().slice(0, shown);
  unread.value = open.body.total;
};

let timer: ReturnType<typeof setTimeout> | null = null;

/** Once for all that come together. */
const loadSoon = (): void => {
  timer ??= setTimeout(() => {
    timer = null;
    void load().catch(() => undefined);
  }, 250);
};

export const readAll = async (): Promise<void> => {
  await client.api.post('/api/notifications/read-all');
  await load();
};

export const forgetNotifications = (): void => {
  last = 0;
  notifications.value = [];
  unread.value = 0;
};

/** The first event of a connection says where the user's notifications are; pushes go on there. */
export const followNotifications = (): void => {
  client.updates.onEvent(({ name, value }) => {
    if (name === 'cursor') last = Math.max(last, (value as Readonly<{ cursor: number }>).cursor);
    loadSoon();
  });
  client.updates.onOrder(({ cursor }) => {
    last = Math.max(last, cursor);
    unread.value += 1;
    loadSoon();
  });
};
