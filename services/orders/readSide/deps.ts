import type { Order, OrderCommand, OrderEvent } from '../../../domain/order/index.js';
import type { IdempotentHandler } from '../../../platform/commandHandling/index.js';
import type { EventStore } from '../../../platform/eventStore/index.js';
import type { Database } from '../../../platform/postgres/index.js';

/** What the queries work with. */
export type ReadDeps = Readonly<{
  orders: Pick<IdempotentHandler<Order, OrderCommand, OrderEvent>, 'load'>;
  eventStore: EventStore;
  database: Database;
}>;
