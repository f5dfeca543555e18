import { type OrderPlaced, orderStream } from '../../../domain/order/index.js';
import { createBatchedLookup } from '../../../platform/concurrency/index.js';
import {
  type EventStore,
  EventStoreUnavailable,
  type StoredEvent,
} from '../../../platform/eventStore/index.js';
import { readFacts } from '../../../platform/facts/index.js';
import type { Queryable } from '../../../platform/postgres/index.js';
import { toOrderFact } from '../../../projections/facts/factReaders.js';
import { mainProjection } from '../../../projections/projector/checkpoint.js';

export type KeyLookup = Readonly<{
  /**
   * Resolves to the first event of an order, null when there is none. The key comes first: look it
   * up before anything is refused.
   */
  find: (orderId: string) => Promise<StoredEvent<OrderPlaced> | null>;
}>;

type Options = Readonly<{ database: Queryable; eventStore: EventStore }>;

/** Reads a stream only for an order whose row is there, or while the read model is behind. */
export const createKeyLookup = ({ database, eventStore }: Options): KeyLookup => {
  const mayExist = createBatchedLookup(async (orderIds) => {
    const mayBe = await possibleOrders({ database, eventStore }, orderIds).catch(
      (error: unknown) => {
        if (error instanceof EventStoreUnavailable) throw error;

        // Without the read model only the streams know.
        return new Set(orderIds);
      },
    );

    return new Map([...mayBe].map((orderId) => [orderId, true]));
  });

  return {
    find: async (orderId) =>
      (await mayExist(orderId)) === true ? readPlaced(eventStore, orderId) : null,
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
                coalesce((SELECT position FROM projection.checkpoints WHERE name = $2), -1)::text AS position`,
};

type Known = Readonly<{ ids: string[]; position: string }>;

// The head is read first: a read model that has come so far shows every order that was there before
// the question.
const possibleOrders = async (
  { database, eventStore }: Options,
  orderIds: readonly string[],
): Promise<ReadonlySet<string>> => {
  const head = await eventStore.headPosition();
  const [known] = await database.query<Known>(knownOrders, [orderIds, mainProjection]);
  const isBehind = known === undefined || BigInt(known.position) < head;

  return new Set(isBehind ? orderIds : known.ids);
};
