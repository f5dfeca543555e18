import { topics } from '../../../contracts/messages/index.js';
import type { InventoryResult } from '../../../contracts/messages/index.js';
import { type Command, type Decider, DomainError, type Event } from '../../../domain/decider.js';
import {
  type Inventory,
  type InventoryCommand,
  inventoryDecider,
  type InventoryEvent,
  inventoryStream,
} from '../../../domain/inventory/index.js';
import {
  type Order,
  type OrderCommand,
  orderDecider,
  type OrderEvent,
  orderStream,
} from '../../../domain/order/index.js';
import type { StoredEvent } from '../../../platform/eventStore/index.js';
import { inventoryFactsOf, orderFactsOf } from '../../../projections/facts/factsOf.js';
import { type OutboxMessage, toMessages } from '../../../projections/outbox/toMessages.js';
import { followOldStatus, followOrder } from '../../../services/inventory/consumers/followOrder.js';
import { recordResult } from '../../../services/orders/policies/recordResult.js';

/**
 * A set of orders and products without infrastructure: streams in memory, and messages that wait to
 * be delivered.
 */
export const createWorld = () => {
  const inventories = new Map<string, Aggregate<Inventory, InventoryEvent>>();
  const orders = new Map<string, Aggregate<Order, OrderEvent>>();
  const sent: OutboxMessage[] = [];

  const toInventory = (command: InventoryCommand): void => {
    const { productId } = command.data;
    const inventory = aggregateAt(inventories, productId, inventoryDecider);
    sent.push(...decideInto(inventory, inventoryDecider, [command, inventoryStream(productId)]));
  };

  const toOrder = (command: OrderCommand): void => {
    const { orderId } = command.data;
    const order = aggregateAt(orders, orderId, orderDecider);
    sent.push(...decideInto(order, orderDecider, [command, orderStream(orderId)]));
  };

  return {
    inventories: inventories as ReadonlyMap<string, Aggregate<Inventory, InventoryEvent>>,
    orders: orders as ReadonlyMap<string, Aggregate<Order, OrderEvent>>,
    /** Every message ever sent. */
    sent: sent as readonly OutboxMessage[],
    /** A user's command; a rule that it breaks is an answer, not a failure. */
    attempt: (command: InventoryCommand | OrderCommand): void => {
      try {
        if ('productId' in command.data) toInventory(command as InventoryCommand);
        else toOrder(command as OrderCommand);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
      }
    },
    /** What the consumers make of a message; here no rule may break. */
    deliver: ({ topic, headers, payload }: OutboxMessage): void => {
      const received = { type: headers.ce_type, headers, value: payload } as never;
      if (topic === 'order.created') followOrder(received, now).forEach(toInventory);
      if (topic === 'order.status') followOldStatus(received, now).forEach(toInventory);
      if (topic === 'inventory.result')
        recordResult(payload as InventoryResult, now).forEach(toOrder);
    },
  };
};

export type World = ReturnType<typeof createWorld>;

export const now = '2026-11-27T12:00:00.000Z';

/**
 * Delivers what waits in the order that `picks` says; `again` leaves a message waiting for another
 * time.
 */
export const createMailbox = (world: World, picks: readonly number[]) => {
  const waiting: World['sent'][number][] = [];
  let seen = 0;
  let turn = 0;

  const deliverOne = (again: boolean): boolean => {
    waiting.push(...world.sent.slice(seen));
    seen = world.sent.length;
    const index = (picks[turn++ % picks.length] ?? 0) % Math.max(waiting.length, 1);
    const message = waiting[index];
    if (message === undefined) return false;
    if (!again) waiting.splice(index, 1);
    world.deliver(message);

    return true;
  };

  return {
    deliverOne,
    deliverAll: (): void => {
      while (deliverOne(false));
    },
  };
};

type Aggregate<State, E> = { state: State; events: E[] };

const aggregateAt = <State, C extends Command, E extends Event>(
  aggregates: Map<string, Aggregate<State, E>>,
  id: string,
  decider: Decider<State, C, E>,
): Aggregate<State, E> => {
  const aggregate = aggregates.get(id) ?? { state: decider.initialState(), events: [] };
  aggregates.set(id, aggregate);

  return aggregate;
};

const decideInto = <State, C extends Command, E extends Event>(
  aggregate: Aggregate<State, E>,
  { decide, evolve }: Decider<State, C, E>,
  [command, stream]: [C, string],
): OutboxMessage[] =>
  decide(command, aggregate.state).flatMap((event) => {
    aggregate.state = evolve(aggregate.state, event);
    const revision = aggregate.events.push(event) - 1;
    const messages = toMessages(factOf(stored(event, stream, revision)));
    for (const { headers, topic, payload } of messages)
      schemaOf(topic, headers.ce_type).parse(payload);

    return messages;
  });

/** Whatever a decider decides can be read again. */
const factOf = (record: StoredEvent): StoredEvent<OrderEvent | InventoryEvent> => {
  const [fact] = [...orderFactsOf([record]), ...inventoryFactsOf([record])];
  if (fact === undefined) throw new TypeError(`${record.stream} is none of ours`);

  return fact;
};

const stored = ({ type, data }: Event, stream: string, revision: number): StoredEvent => ({
  id: `${stream}/${revision}`,
  stream,
  type,
  data,
  revision,
  position: 0n,
  recordedAt: now,
  metadata: {
    $correlationId: '',
    $causationId: '',
    commandId: '',
    userId: null,
    requestId: null,
    traceparent: null,
    schemaVersion: 1 as const,
  },
});

const schemaOf = (topic: OutboxMessage['topic'], type: string) => {
  const schemas: Readonly<Record<string, { parse: (value: unknown) => unknown }>> = topics[topic];
  const schema = schemas[type];
  if (schema === undefined) throw new Error(`No schema for ${type} on ${topic}`);

  return schema;
};
