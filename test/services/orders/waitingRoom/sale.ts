import { createMetrics } from '../../../../platform/metrics/index.js';
import {
  createUnitsLeft,
  type KnownStock,
} from '../../../../services/orders/waitingRoom/unitsLeft.js';
import type { WaitOutcome } from '../../../../services/orders/waitingRoom/wait.js';
import {
  createWaitingRoom,
  type WaitingRoom,
} from '../../../../services/orders/waitingRoom/waitingRoom.js';

export const productId = '00000000-0000-4000-8000-000000000001';

/** `seen`: the position that its process knew when it let the order in. */
export type Order = Readonly<{
  orderId: string;
  quantity: number;
  arrived: number;
  process: Process;
  seen: bigint;
}>;

type Append = Readonly<{
  order: Order;
  resolve: (position: bigint | null) => void;
  reject: (error: Error) => void;
}>;

export type Decision = 'RESERVED' | 'LIMIT_PER_CUSTOMER' | 'OUT_OF_STOCK';

type Process = {
  readonly room: WaitingRoom;
  /** What the projector has not told it yet. */
  readonly unseen: KnownStock[];
  readonly clients: Map<number, () => void>;
  seen: KnownStock;
  isDead: boolean;
};

/**
 * A sale of one product by orders processes in memory, numbered from 0. The waiting rooms are the
 * real ones; the event store, the inventory and the projector do what the test makes them do, step
 * by step.
 */
export const openSale = (
  units: number,
  { waitMs = 60_000, places = 1_000, processes: count = 1 } = {},
) => {
  const sent: Order[] = [];
  const appends: Append[] = [];
  const written = new Map<string, Readonly<{ order: Order; position: bigint }>>();
  const undecided: Order[] = [];
  const decided: { order: Order; decision: Decision }[] = [];
  const answers: { arrived: number; outcome: WaitOutcome }[] = [];
  let stock: KnownStock = { productId, available: units, outstanding: 0, position: 1n };
  let buyers = 0;
  let asOf = (): number => performance.now();

  const startProcess = (seen: KnownStock, unseen: readonly KnownStock[]): Process => {
    const room = createWaitingRoom({
      units: createUnitsLeft({ asOf: () => asOf(), share: () => 1 / count }),
      refresh: () => Promise.resolve(stock.available <= 0 ? 'refused' : 'on offer'),
      waitMs,
      places,
      metrics: createMetrics({ service: 'test' }),
    });
    room.noteStock(seen);

    return { room, unseen: [...unseen], clients: new Map(), seen, isDead: false };
  };
  const processes = Array.from({ length: count }, () => startProcess(stock, []));
  const processAt = (index: number): Process => {
    const process = processes[index % count];
    if (process === undefined) throw new RangeError(`There is no process ${index}`);

    return process;
  };

  /** Something lies in the log. */
  const record = (change: Partial<KnownStock>): bigint => {
    stock = { ...stock, ...change, position: stock.position + 1n };
    for (const { unseen } of processes) unseen.push(stock);

    return stock.position;
  };
  const send = (order: Omit<Order, 'seen'>): void => {
    const seen = order.process.seen.position;
    sent.push({ ...order, seen });
    const appended = new Promise<bigint | null>((resolve, reject) => {
      appends.push({ order: { ...order, seen }, resolve, reject });
    });
    void order.process.room.follow(order.orderId, appended);
  };
  const wait = (order: Omit<Order, 'seen'>, wanted: Parameters<WaitingRoom['wait']>[0]): void => {
    const { process, arrived } = order;
    const waiting = process.room.wait(wanted, (onGone) => {
      process.clients.set(arrived, onGone);

      return () => process.clients.delete(arrived);
    });
    void waiting?.outcome.then((outcome) => {
      if (process.isDead) return;
      answers.push({ arrived, outcome });
      if (outcome === 'admitted') send(order);
    });
  };

  return {
    room: processAt(0).room,
    rooms: () => processes.map(({ room }) => room),
    sent: (): readonly Order[] => sent,
    answers: (): readonly { arrived: number; outcome: WaitOutcome }[] => answers,
    decisions: (): readonly Decision[] => decided.map(({ decision }) => decision),
    /** Orders that found no units. */
    surplus: (): readonly Order[] =>
      decided.flatMap(({ order, decision }) => (decision === 'OUT_OF_STOCK' ? [order] : [])),
    /** Whether another process had put an order before this one, unseen when it was let in. */
    wasOvertaken: ({ orderId, process, seen }: Order): boolean =>
      [...written.values()].some(
        ({ order, position }) =>
          order.process !== process &&
          position > seen &&
          position < (written.get(orderId)?.position ?? 0n),
      ),
    available: () => stock.available,
    waiting: () => processes.reduce((sum, { clients }) => sum + clients.size, 0),
    isQuiet: () =>
      appends.length + undecided.length === 0 &&
      processes.every(({ unseen }) => unseen.length === 0),
    buy: (quantity: number, { orderId = `order-${buyers + 1}`, process = 0 } = {}): void => {
      buyers += 1;
      const order = { orderId, quantity, arrived: buyers, process: processAt(process) };
      const wanted = { orderId, requestFingerprint: '', lines: [{ productId, quantity }] };
      if (order.process.room.tryAdmit(wanted)) send(order);
      else wait(order, wanted);
    },
    /** An append, not yet acknowledged, is in the log, unless its key has an order there. */
    write: (index: number): void => {
      const { order } = appends[index % appends.length] ?? {};
      if (order === undefined || written.has(order.orderId)) return;
      undecided.push(order);
      const outstanding = stock.outstanding + order.quantity;
      written.set(order.orderId, { order, position: record({ outstanding }) });
    },
    /** Its outcome arrives: it was written, or another one of its key was, or never will be. */
    acknowledge: (index: number): void => {
      const [append] = appends.splice(index % Math.max(1, appends.length), 1);
      if (append === undefined || append.order.process.isDead) return;
      const found = written.get(append.order.orderId);
      if (found === undefined) append.reject(new Error('not written'));
      else append.resolve(found.order === append.order ? found.position : null);
    },
    /** The inventory decides the first order that waits. */
    decide: (isOverLimit: boolean): void => {
      const order = undecided.shift();
      if (order === undefined) return;
      const isReserved = !isOverLimit && order.quantity <= stock.available;
      const decision = isReserved ? 'RESERVED' : 'OUT_OF_STOCK';
      decided.push({ order, decision: isOverLimit ? 'LIMIT_PER_CUSTOMER' : decision });
      record({
        available: stock.available - (isReserved ? order.quantity : 0),
        outstanding: stock.outstanding - order.quantity,
      });
    },
    release: (quantity: number): void => {
      record({ available: stock.available + quantity });
    },
    /** The projector goes on, and tells a process how it stands. */
    project: (events: number, process = 0): void => {
      const one = processAt(process);
      one.seen = one.unseen.splice(0, events).at(-1) ?? one.seen;
      one.room.noteStock(one.seen);
    },
    goAway: (index: number): void => {
      const clients = processes.flatMap((one) => [...one.clients.values()]);
      clients[index % Math.max(1, clients.length)]?.();
    },
    /** The process dies, and another one takes its place; what it has sent may still be written. */
    kill: (index: number): void => {
      const dead = processAt(index);
      dead.isDead = true;
      dead.room.stop();
      processes[index % count] = startProcess(dead.seen, dead.unseen);
    },
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
