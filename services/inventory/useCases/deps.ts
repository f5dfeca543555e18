import type {
  Inventory,
  InventoryCommand,
  InventoryEvent,
} from '../../../domain/inventory/index.js';
import type {
  ProductName,
  ProductNameCommand,
  ProductNameEvent,
} from '../../../domain/productName/index.js';
import type { CommandHandler, IdempotentHandler } from '../../../platform/commandHandling/index.js';
import type { ReadDeps } from '../readSide/deps.js';

/** What the use cases work with. */
export type Deps = ReadDeps &
  Readonly<{
    products: IdempotentHandler<Inventory, InventoryCommand, InventoryEvent>;
    names: CommandHandler<ProductName, ProductNameCommand, ProductNameEvent>;
    /** ISO 8601 UTC. */
    now: () => string;
  }>;
