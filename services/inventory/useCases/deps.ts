import type {
  Inventory,
  InventoryCommand,
  InventoryEvent,
} from '../../../domain/inventory/index.js';
import type {
  ProductNameCommand,
  ProductNameEvent,
  ProductName,
} from '../../../domain/productName/index.js';
import type { CommandHandler, IdempotentHandler } from '../../../platform/commandHandling/index.js';
import type { Database } from '../../../platform/postgres/index.js';
import type { RedisProductCache } from '../readSide/redisProductCache.js';

/** What the use cases work with. */
export type Deps = Readonly<{
  products: IdempotentHandler<Inventory, InventoryCommand, InventoryEvent>;
  names: CommandHandler<ProductName, ProductNameCommand, ProductNameEvent>;
  cache: RedisProductCache;
  database: Database;
  /** ISO 8601 UTC. */
  now: () => string;
}>;
