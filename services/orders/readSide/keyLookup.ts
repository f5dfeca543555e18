import { type OrderPlaced, orderStream } from '../../../domain/order/index.js';
import { createBatchedLookup, type Deadline, pause } from '../../../platform/concurrency/index.js';
import {
  type EventStore,
  EventStoreUnavailable,
  type StoredEvent,
} from '../../../platform/eventStore/index.js';
import { readFacts } from '../../../platform/facts/index.js';
import type { Queryable } from '../../../platform/postgres/index.js';
import { toOrderFact } from '../../../projections/facts/factReaders.js';
import type { OpenPlacements } from '../placements/openPlacements.js';
import { checkpointPosition, mainProjection } from '../../../projections/projector/checkpoint.js';

/**
 * What has become of a key: it has its order, or it is free, or something that was sent for it may
 * still place the order.
 */
export type KeyState =
  | Readonly<{ kind: 'placed'; event: StoredEvent<OrderPlaced> }>
  | Readonly<{ kind: 'free' | 'open' }>;

export type KeyLookup = Readonly<{
  /**
   * The key comes first: look it up before anything is refused. Throws the error of the deadline
   * when the time of the request is over before a step of it.
   */
  find: (orderId: string, deadline?: Deadline) => Promise<KeyState>;
}>;

type Options = Readonly<{
  database: Queryable;
  eventStore: EventStore;
  placements: Pick<OpenPlacements, 'isOpen'>;
}>;

/** Orders per question to Postgres. */
const mostOrders = 10_000;

/**
 * Reads a stream only for an order whose row is there, or while the read model is behind; before it
 * reads many, it waits for the read model.
 */
export const createKeyLookup = ({ placements, ...options }: Options): KeyLookup => {
  const lookUp = createBatchedLookup(
    (orderIds) =>
      possibleOrders(options, orderIds).catch((error: unknown) => {
        if (error instanceof EventStoreUnavailable) throw error;

        // Without Postgres only the streams know, and nobody knows what other processes have sent.
        return new Map(orderIds.map((orderId) => [orderId, { mayExist: true, isOpen: true }]));
      }),
    mostOrders,
  );

  return {
    find: async (orderId, deadline) => {
      if (placements.isOpen(orderId)) return { kind: 'open' };
      deadline?.requireTime();
      const found = await lookUp(orderId);
      deadline?.requireTime();
      const event = found?.mayExist === true ? await readPlaced(options.eventStore, orderId) : null;
      if (event !== null) return { kind: 'placed', event };

      return { kind: found?.isOpen === true ? 'open' : 'free' };
    },
  };
};

/** The first event of an order's stream. */
export const readPlaced = async (
  eventStore: EventStore,
  orderId: string,
): Promise<StoredEvent<OrderPlaced> | null> => {
  const { events } = await readFacts({ eventStore, toFact: toOrderFact }, orderStream(orderId), {
    maxCount: 1,
  });
  const [first] = events;

  return first?.type === 'OrderPlaced' ? first : null;
};

const knownOrders = {
  name: 'orders-known-orders',
  text: `SELECT array(SELECT order_id::text FROM read.orders WHERE order_id = ANY($1::uuid[])) AS ids,
                array(SELECT order_id::text FROM orders.open_placements
                      WHERE order_id = ANY($1::uuid[]) AND expires_at > now()) AS open,
                coalesce((SELECT position FROM projection.checkpoints WHERE name = $2), -1)::text AS position`,
};

type Known = Readonly<{ ids: string[]; open: string[]; position: string }>;

type Possible = Readonly<{ mayExist: boolean; isOpen: boolean }>;

// The head is read first: a read model that has come so far shows every order that was there before
// the question.
const possibleOrders = async (
  { database, eventStore }: Pick<Options, 'database' | 'eventStore'>,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, Possible>> => {
  const head = await eventStore.headPosition();
  if (orderIds.length > fewOrders) await caughtUp(database, head);
  const [known] = await database.query<Known>(knownOrders, [orderIds, mainProjection]);
  const isBehind = known === undefined || BigInt(known.position) < head;
  const open = new Set(known?.open);
  const mayExist = new Set(isBehind ? orderIds : known.ids);

  return new Map(
    [...mayExist, ...open].map((orderId) => [
      orderId,
      { mayExist: mayExist.has(orderId), isOpen: open.has(orderId) },
    ]),
  );
};

/** So many streams cost less than to wait. */
const fewOrders = 32;

/** In milliseconds: for so long the read model may come to the end of the log. */
const catchingUp = { forMs: 500, everyMs: 20 };

const caughtUp = async (database: Queryable, head: bigint): Promise<void> => {
  const until = performance.now() + catchingUp.forMs;
  while (((await checkpointPosition(database)) ?? -1n) < head && performance.now() < until)
    await pause(catchingUp.everyMs);
};
