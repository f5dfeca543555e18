import type { InventoryEvent } from '../../domain/inventory/index.js';
import type { OrderEvent, PlacedOrder } from '../../domain/order/index.js';
import type { StoredEvent } from '../../platform/eventStore/index.js';
import type { Logger } from '../../platform/logging/index.js';
import type { Database, Queryable } from '../../platform/postgres/index.js';
import { inventoryFactsOf, orderFactsOf } from '../facts/factsOf.js';
import { orderProjection } from '../orders/orderProjection.js';
import { toOutboxRows } from '../outbox/outboxRow.js';
import { productProjection } from '../products/productProjection.js';
import type { ProductRow } from '../products/productRow.js';
import { createRowFold, type RowFold } from '../rows/rowFold.js';
import { type Batch, commitBatch } from './commitBatch.js';
import { reportForeign } from './foreignEvents.js';
import type { ProjectorMetrics } from './metrics/projectorMetrics.js';
import { belongsInQuarantine, quarantine } from './quarantine.js';
import { advance, type Term } from './term.js';

export type ProjectEventsDeps = Readonly<{
  database: Database;
  logger: Logger;
  metrics: ProjectorMetrics;
}>;

/**
 * Takes events and a position up to which nothing else came; resolves to the term as it stands when
 * they are committed.
 */
export type ProjectEvents = (
  term: Term,
  events: readonly StoredEvent[],
  position: bigint,
) => Promise<Term>;

/** For one term: the rows that it caches are right only while nobody else writes. */
export const createProjectEvents = (deps: ProjectEventsDeps): ProjectEvents => {
  const { database, logger, metrics } = deps;
  const folds = createFolds();
  const noteForeign = reportForeign(deps);

  const projectTogether: ProjectEvents = async (term, events, position) => {
    const after = advance(term, events, position);
    const facts = factsOf(events);
    const batch = await foldBatch(database, folds, facts);
    await commitBatch(database, { from: term, to: after }, batch);
    folds.products.keep(batch.products);
    folds.orders.keep(batch.orders);
    metrics.projected(facts, events, after.position ?? position);
    noteForeign(events);

    return after;
  };

  const projectAlone = async (term: Term, event: StoredEvent): Promise<Term> => {
    try {
      return await projectTogether(term, [event], event.position);
    } catch (error) {
      if (!belongsInQuarantine(error)) throw error;
      const after = await quarantine(database, term, { event, error });
      const { stream, revision, type } = event;
      logger.error({ err: error, stream, revision, type }, 'event quarantined');
      metrics.quarantined(type);

      return after;
    }
  };

  return async (term, events, position) => {
    try {
      return await projectTogether(term, events, position);
    } catch (error) {
      if (!belongsInQuarantine(error) || events.length === 0) throw error;
      let moved = term;
      for (const event of events) moved = await projectAlone(moved, event);

      return moved;
    }
  };
};

type Folds = Readonly<{
  products: RowFold<ProductRow, StoredEvent<InventoryEvent>>;
  orders: RowFold<PlacedOrder, StoredEvent<OrderEvent>>;
}>;

const factsOf = (events: readonly StoredEvent[]): Facts => ({
  products: inventoryFactsOf(events),
  orders: orderFactsOf(events),
});

type Facts = Readonly<{
  products: readonly StoredEvent<InventoryEvent>[];
  orders: readonly StoredEvent<OrderEvent>[];
}>;

const createFolds = (): Folds => ({
  products: createRowFold(productProjection()),
  orders: createRowFold(orderProjection()),
});

const foldBatch = async (
  database: Queryable,
  { products, orders }: Folds,
  facts: Facts,
): Promise<Batch> => ({
  products: await products.fold(database, facts.products),
  orders: await orders.fold(database, facts.orders),
  outbox: [...facts.products, ...facts.orders].flatMap(toOutboxRows),
});
