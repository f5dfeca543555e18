import type { Order, OrderCommand, OrderEvent } from '../../../domain/order/index.js';
import type { IdempotentHandler } from '../../../platform/commandHandling/index.js';
import type { ProductCache } from '../products/productCache.js';
import type { SoldOutCache } from '../products/soldOutCache.js';
import type { ReadDeps } from '../readSide/deps.js';
import type { KeyLookup } from '../readSide/keyLookup.js';

/** What the use cases work with. */
export type Deps = ReadDeps &
  Readonly<{
    orders: IdempotentHandler<Order, OrderCommand, OrderEvent>;
    productCache: ProductCache;
    keys: KeyLookup;
    /** Null when the fast path for sold-out products is switched off. */
    soldOut: SoldOutCache | null;
    /** ISO 8601 UTC. */
    now: () => string;
  }>;
