import type {
  Inventory,
  InventoryCommand,
  InventoryEvent,
} from '../../../domain/inventory/index.js';
import type { IdempotentHandler } from '../../../platform/commandHandling/index.js';
import type { Database } from '../../../platform/postgres/index.js';
import type { RedisProductCache } from './redisProductCache.js';

/** What the queries work with. */
export type ReadDeps = Readonly<{
  products: Pick<IdempotentHandler<Inventory, InventoryCommand, InventoryEvent>, 'load'>;
  cache: RedisProductCache;
  database: Database;
}>;
