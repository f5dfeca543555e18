import type { Order, OrderCommand, OrderEvent } from '../../domain/order/index.js';
import type { IdempotentHandler } from '../../platform/commandHandling/index.js';
import type { EventStore } from '../../platform/eventStore/index.js';
import type { Database } from '../../platform/postgres/index.js';
import type { KeyLookup } from './placing/keyLookup.js';
import type { Catalogue } from './products/catalogue.js';
import type { SoldOutBoard } from './products/soldOutBoard.js';

/** What the use cases work with. */
export type Parts = Readonly<{
  orders: IdempotentHandler<Order, OrderCommand, OrderEvent>;
  eventStore: EventStore;
  database: Database;
  catalogue: Catalogue;
  keys: KeyLookup;
  /** Null when the fast no is switched off. */
  soldOut: SoldOutBoard | null;
  /** ISO 8601 UTC. */
  now: () => string;
}>;
