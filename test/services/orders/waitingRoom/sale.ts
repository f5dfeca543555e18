import { createMetrics } from '../../../../platform/metrics/index.js';
import {
  createUnitsLeft,
  type KnownStock,
} from '../../../../services/orders/waitingRoom/unitsLeft.js';
import type { WaitOutcome } from '../../../../services/orders/waitingRoom/wait.js';
import { createWaitingRoom } from '../../../../services/orders/waitingRoom/waitingRoom.js';

export const productId = '00000000-0000-4000-8000-000000000001';

type Order = Readonly<{ orderId: string; quantity: number; arrived: number }>;

type Append = {
  readonly order: Order;
  position: bigint | null;
  readonly acknowledge: Acknowledgement;
};

type Acknowledgement = Readonly<{
  resolve: (position: bigint) => void;
  reject: (error: Error) => void;
}>;

export type Decision = 'RESERVED' | 'LIMIT_PER_CUSTOMER' | 'OUT_OF_STOCK';

/**
 * A sale of one product with one orders process, in memory. The waiting room is the real one; the
 * event store, the inventory and the projector do what the test makes them do, step by step.
 */
export const openSale = (units: number, { waitMs = 60_000, places = 1_000 } = {}) => {
  const sent: Order[] = [];
  const appends: Append[] = [];
  const undecided: Order[] = [];
  const decisions: Decision[] = [];
  const clients = new Map<string, () => void>();
  const answers: { arrived: number; outcome: WaitOutcome }[] = [];
  const unseen: KnownStock[] = [];
  let available = units;
  let outstanding = 0;
  let position = 0n;
  let buyers = 0;
  let asOf = (): number => performance.now();

  const room = createWaitingRoom({
    units: createUnitsLeft({ asOf: () => asOf() }),
    refresh: () => Promise.resolve(available <= 0 ? 'refused' : 'on offer'),
    waitMs,
    places,
    metrics: createMetrics({ service: 'test' }),
  });
  /** Something lies in the log. */
  const record = (): bigint => {
    position += 1n;
    unseen.push({ productId, available, outstanding, position });

    return position;
  };
  const send = (order: Order): void => {
    sent.push(order);
    void room.follow(
      order.orderId,
      new Promise((resolve, reject) => {
        appends.push({ order, position: null, acknowledge: { resolve, reject } });
      }),
    );
  };
  const wait = (order: Order, wanted: Parameters<typeof room.wait>[0]): void => {
    const waiting = room.wait(wanted, (onGone) => {
      clients.set(order.orderId, onGone);

      return () => clients.delete(order.orderId);
    });
    void waiting?.outcome.then((outcome) => {
      answers.push({ arrived: order.arrived, outcome });
      if (outcome === 'admitted') send(order);
    });
  };
  record();
  room.noteStock({ productId, available, outstanding, position });

  return {
    room,
    sent: (): readonly Order[] => sent,
    answers: (): readonly { arrived: number; outcome: WaitOutcome }[] => answers,
    decisions: (): readonly Decision[] => decisions,
    available: () => available,
    isQuiet: () => appends.length + undecided.length + unseen.length === 0,
    buy: (quantity: number, orderId = `order-${buyers + 1}`): void => {
      buyers += 1;
      const order = { orderId, quantity, arrived: buyers };
      const wanted = { orderId, requestFingerprint: '', lines: [{ productId, quantity }] };
      if (room.tryAdmit(wanted)) send(order);
      else wait(order, wanted);
    },
    /** An append, not yet acknowledged, is in the log. */
    write: (index: number): void => {
      const append = appends[index % appends.length];
      if (append?.position !== null) return;
      undecided.push(append.order);
      outstanding += append.order.quantity;
      append.position = record();
    },
    /** Its outcome arrives: it was written, or never will be. */
    acknowledge: (index: number): void => {
      const [append] = appends.splice(index % Math.max(1, appends.length), 1);
      if (append === undefined) return;
      if (append.position !== null) append.acknowledge.resolve(append.position);
      else append.acknowledge.reject(new Error('not written'));
    },
    /** The inventory decides the first order that waits. */
    decide: (isOverLimit: boolean): void => {
      const order = undecided.shift();
      if (order === undefined) return;
      const fits = order.quantity <= available;
      if (!isOverLimit && fits) available -= order.quantity;
      decisions.push(isOverLimit ? 'LIMIT_PER_CUSTOMER' : fits ? 'RESERVED' : 'OUT_OF_STOCK');
      outstanding -= order.quantity;
      record();
    },
    release: (quantity: number): void => {
      available += quantity;
      record();
    },
    /** The projector goes on, and tells how it stands. */
    project: (events: number): void => {
      const latest = unseen.splice(0, events).at(-1);
      if (latest !== undefined) room.noteStock(latest);
    },
    goAway: (index: number): void => {
      const onGone = [...clients.values()][index % Math.max(1, clients.size)];
      onGone?.();
    },
    waiting: () => clients.size,
    /** What is known of the stock is as old as it is now from now on. */
    standStill: (ageMs: number): void => {
      const stopped = performance.now() - ageMs;
      asOf = () => stopped;
    },
    /** What is known of the stock is always so old. */
    fallBehind: (ageMs: number): void => {
      asOf = () => performance.now() - ageMs;
    },
  };
};
