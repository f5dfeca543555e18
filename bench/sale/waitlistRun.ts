import type { OrderUpdate } from '../../contracts/socket/index.js';
import { type BuyerSocket, openSocket } from '../load/openSocket.js';

/** What the sockets told of one order; times in milliseconds since the epoch. */
export type Told = {
  /** When the push said that the units are the buyer's. */
  confirmedAt?: number;
  /** When the buyer's time to pay begins. */
  dueSince?: number;
  waitlistedAt?: number;
  cancelledAt?: number;
};

export type Listener = Readonly<{
  told: ReadonlyMap<string, Told>;
  connect: (gateway: string, token: string) => Promise<void>;
  /** Called once for each order that is confirmed. */
  onConfirmed: (handle: (orderId: string) => void) => void;
  stop: () => void;
}>;

/** Listens on the sockets of all buyers. */
export const listenToBuyers = (): Listener => {
  const told = new Map<string, Told>();
  const sockets: BuyerSocket[] = [];
  let handleConfirmed: (orderId: string) => void = () => undefined;

  const receive = ({ orderId, status, inventoryStatus, occurredAt }: OrderUpdate): void => {
    const order = told.get(orderId) ?? {};
    told.set(orderId, order);
    const now = Date.now();
    if (inventoryStatus === 'WAITLISTED') order.waitlistedAt ??= now;
    if (status === 'CANCELLED') order.cancelledAt ??= now;
    if (status !== 'CONFIRMED' || order.confirmedAt !== undefined) return;
    order.confirmedAt = now;
    order.dueSince = Date.parse(occurredAt);
    handleConfirmed(orderId);
  };

  return {
    told,
    connect: async (gateway, token) => {
      sockets.push(await openSocket(gateway, { token }, receive));
    },
    onConfirmed: (handle) => {
      handleConfirmed = handle;
    },
    stop: () => sockets.forEach((socket) => void socket.disconnect()),
  };
};

/**
 * Seconds from the end of a window to the push to the next buyer. Units are alike: the first window
 * that ends frees the first unit that is handed over.
 */
export const secondsToNextBuyer = (
  told: ReadonlyMap<string, Told>,
  paid: ReadonlySet<string>,
  windowSeconds: number,
): number[] => {
  const orders = [...told];
  const ended = orders
    .flatMap(([id, { dueSince }]) =>
      dueSince === undefined || paid.has(id) ? [] : [dueSince + windowSeconds * 1_000],
    )
    .sort((a, b) => a - b);
  const served = orders
    .flatMap(([, { waitlistedAt, confirmedAt }]) =>
      waitlistedAt === undefined || confirmedAt === undefined ? [] : [confirmedAt],
    )
    .sort((a, b) => a - b);

  return served.map((at, index) => (at - (ended[index] ?? at)) / 1_000);
};
