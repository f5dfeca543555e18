import { io, type Socket } from 'socket.io-client';
import type {
  ClientToServerEvents,
  OrderUpdate,
  ServerToClientEvents,
} from '../../contracts/socket/index.js';

export type ReceivedUpdate = Readonly<{ update: OrderUpdate; at: number }>;

export type OrderUpdates = Readonly<{
  /**
   * The update that ends the order's wait, also when it came before the call; null when none comes
   * in 90 s.
   */
  outcomeOf: (orderId: string) => Promise<ReceivedUpdate | null>;
  close: () => void;
}>;

// longer than the minute for which the gateway counts connections of one address
const outcomeTimeoutMs = 90_000;
const connectTimeoutMs = 90_000;

/**
 * A user's `order.update`s over a socket that comes back by itself, from the last cursor it saw.
 */
export const openOrderUpdates = async (gateway: string, token: string): Promise<OrderUpdates> => {
  const known = new Map<string, ReceivedUpdate>();
  const waiting = new Map<string, ((received: ReceivedUpdate) => void)[]>();
  const socket = openSocket(gateway, token);
  socket.on('order.update', (update) => {
    if (update.status === 'PENDING' || known.has(update.orderId)) return;
    const received = { update, at: performance.now() };
    known.set(update.orderId, received);
    waiting.get(update.orderId)?.forEach((resolve) => resolve(received));
  });
  await connected(socket);

  return {
    outcomeOf: (orderId) =>
      new Promise((resolve) => {
        const received = known.get(orderId);
        if (received !== undefined) resolve(received);
        waiting.set(orderId, [...(waiting.get(orderId) ?? []), resolve]);
        setTimeout(() => resolve(null), outcomeTimeoutMs).unref();
      }),
    close: () => void socket.disconnect(),
  };
};

type ClientSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

const openSocket = (gateway: string, token: string): ClientSocket => {
  // 0 instead of nothing: a connection that is lost before the first update misses none
  let cursor = 0;
  const socket: ClientSocket = io(gateway, {
    forceNew: true,
    transports: ['websocket'],
    // everybody comes back at once after a restart: impatience would only use up the gateway's
    // limit
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    auth: (give) => give({ token, cursor }),
  });
  socket.on('order.update', (update) => {
    cursor = Math.max(cursor, update.cursor);
  });
  // socket.io returns by itself from a broken connection, not from a server that refused or
  // dismissed it
  const comeBack = () => void setTimeout(() => socket.connect(), 500).unref();
  socket.on('connect_error', () => (socket.active ? undefined : comeBack()));
  socket.on('disconnect', (reason) => (reason === 'io server disconnect' ? comeBack() : undefined));

  return socket;
};

const connected = (socket: ClientSocket): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('the socket does not connect')),
      connectTimeoutMs,
    );
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve();
    });
  });
