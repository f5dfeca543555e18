import { io } from 'socket.io-client';
import type { OrderUpdate } from '../../../contracts/socket/index.js';

/** What a buyer hears by a socket that connects again whenever it is closed. */
export type PushLog = Readonly<{
  updates: readonly OrderUpdate[];
  /** How often it was connected. */
  connections: () => number;
  /** Why it was refused, and what the server said of its session. */
  refusals: readonly string[];
  isConnected: () => boolean;
  stop: () => void;
}>;

/** Resumes behind the last update that came. */
export const followPushes = (url: string, token: string): PushLog => {
  const updates: OrderUpdate[] = [];
  const refusals: string[] = [];
  let connections = 0;
  const auth = (done: (data: object) => void) =>
    done({ token, cursor: updates.at(-1)?.cursor ?? 0 });
  const socket = io(url, { auth, forceNew: true, transports: ['websocket'] });
  socket.on('connect', () => (connections += 1));
  socket.on('connect_error', ({ message }) => refusals.push(message));
  socket.on('token_expired', ({ code }: { code: string }) => refusals.push(code));
  socket.on('order.update', (update: OrderUpdate) => updates.push(update));

  return {
    updates,
    refusals,
    connections: () => connections,
    isConnected: () => socket.connected,
    stop: () => void socket.disconnect(),
  };
};
