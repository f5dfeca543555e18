import { io } from 'socket.io-client';
import type { OrderUpdate } from '../../contracts/socket/index.js';

export type BuyerSocket = ReturnType<typeof io>;

/** The client tries again by itself; so many failures are not the load. */
const mostFailures = 5;

/** With a cursor of 0 a socket is told what came before it. */
type Auth = Readonly<{ token: string; cursor?: number }>;

/** Resolves to a buyer's socket once it is connected; `receive` gets all that it is told. */
export const openSocket = (
  gateway: string,
  auth: Auth,
  receive: (update: OrderUpdate) => void,
): Promise<BuyerSocket> =>
  new Promise((resolve, reject) => {
    const socket = io(gateway, { forceNew: true, transports: ['websocket'], auth });
    socket.on('order.update', receive);
    socket.once('connect', () => {
      resolve(socket);
    });
    let failures = 0;
    socket.on('connect_error', (error) => {
      failures += 1;
      if (failures < mostFailures) return;
      socket.disconnect();
      reject(error);
    });
  });
