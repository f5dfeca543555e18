import type { Inventory, InventoryCommand, InventoryEvent } from '../../domain/inventory/index.js';
import type {
  ProductNameCommand,
  ProductNameEvent,
  ProductName,
} from '../../domain/productName/index.js';
import type { CommandHandler, IdempotentHandler } from '../../platform/commandHandling/index.js';
import type { Database } from '../../platform/postgres/index.js';
import type { ProductCache } from './productCache.js';

/** What the use cases work with. */
export type Parts = Readonly<{
  products: IdempotentHandler<Inventory, InventoryCommand, InventoryEvent>;
  names: CommandHandler<ProductName, ProductNameCommand, ProductNameEvent>;
  cache: ProductCache;
  database: Database;
  /** ISO 8601 UTC. */
  now: () => string;
}>;
