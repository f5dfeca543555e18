import type { Order, OrderCommand, OrderEvent } from '../../../domain/order/index.js';
import type { IdempotentHandler } from '../../../platform/commandHandling/index.js';
import type { EventStore } from '../../../platform/eventStore/index.js';
import type { Database } from '../../../platform/postgres/index.js';
import type { ProductCache } from '../products/productCache.js';
import type { SoldOutCache } from '../products/soldOutCache.js';
import type { KeyLookup } from '../readSide/keyLookup.js';

/** What the use cases work with. */
export type Deps = Readonly<{
  orders: IdempotentHandler<Order, OrderCommand, OrderEvent>;
  eventStore: EventStore;
  database: Database;
  productCache: ProductCache;
  keys: KeyLookup;
  /** Null when the fast no is switched off. */
  soldOut: SoldOutCache | null;
  /** ISO 8601 UTC. */
  now: () => string;
}>;
