import type { Notification } from '../../../contracts/http/notifications.js';
import type { OrderUpdate } from '../../../contracts/socket/index.js';
import type { UserSocket } from './socketServer.js';

/** Packets that may wait for a client that does not read. */
const maxWaiting = 1_000;

/** Sends the notification, unless the socket was sent it before; returns whether it did. */
export const sendUpdate = (socket: UserSocket, notification: Notification): boolean => {
  if (notification.cursor <= socket.data.sent || !socket.connected) return false;
  socket.data.waiting += 1;
  if (socket.data.waiting > maxWaiting) {
    disconnectAbruptly(socket);

    return false;
  }
  socket.emit('order.update', toUpdate(notification));
  socket.data.sent = notification.cursor;

  return true;
};

/** The client reconnects with the cursor of what it has read. */
const disconnectAbruptly = ({ conn }: UserSocket): void => {
  conn.close(true);
  // a graceful close would wait half a minute for a client that does not read
  conn.request.socket.destroy();
};

const toUpdate = ({ cursor, type, orderId, message, data }: Notification): OrderUpdate => ({
  cursor,
  type,
  orderId,
  status: data.status,
  inventoryStatus: data.inventoryStatus,
  ...(data.reason !== undefined && { reason: data.reason }),
  message,
  ...(data.waitlist !== undefined && { waitlist: data.waitlist }),
  payment: data.payment ?? { status: 'NONE' },
  occurredAt: data.occurredAt,
});
