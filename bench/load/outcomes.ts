import type { OrderUpdate } from '../../contracts/socket/index.js';
import { type BuyerSocket, openSocket } from './openSocket.js';

export type Decided = Readonly<{ status: OrderUpdate['status']; at: number }>;

/** What the sockets of all buyers were told, by order. */
export type Outcomes = Readonly<{
  /** Also for one that came earlier; null when nothing comes for 60 s. */
  of: (orderId: string) => Promise<Decided | null>;
  connect: (gateway: string, auth: Parameters<typeof openSocket>[1]) => Promise<void>;
  stop: () => void;
}>;

type Waiting = Readonly<{ resolve: (decided: Decided | null) => void; since: number }>;

const timeoutMs = 60_000;

export const listenForOutcomes = (): Outcomes => {
  const early = new Map<string, Decided>();
  const waiting = new Map<string, Waiting>();
  const sockets: BuyerSocket[] = [];

  const receive = ({ orderId, status }: OrderUpdate): void => {
    if (status === 'PENDING') return;
    const decided = { status, at: performance.now() };
    const waiter = waiting.get(orderId);
    waiting.delete(orderId);
    if (waiter === undefined) early.set(orderId, decided);
    else waiter.resolve(decided);
  };
  const giveUp = setInterval(() => {
    for (const [orderId, { resolve, since }] of waiting)
      if (performance.now() - since > timeoutMs && waiting.delete(orderId)) resolve(null);
  }, 1_000);

  return {
    of: (orderId) =>
      new Promise((resolve) => {
        const decided = early.get(orderId);
        if (decided === undefined) waiting.set(orderId, { resolve, since: performance.now() });
        else if (early.delete(orderId)) resolve(decided);
      }),
    connect: async (gateway, auth) => {
      sockets.push(await openSocket(gateway, auth, receive));
    },
    stop: () => {
      clearInterval(giveUp);
      sockets.forEach((socket) => void socket.disconnect());
    },
  };
};
