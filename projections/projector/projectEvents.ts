import type { PlacedOrder } from '../../domain/order/index.js';
import type { StoredEvent } from '../../platform/eventStore/index.js';
import type { Logger } from '../../platform/logging/index.js';
import type { Database } from '../../platform/postgres/index.js';
import { advance, type Term } from './term.js';
import { type Batch, commitBatch } from './commitBatch.js';
import type { ProjectorMetrics } from './metrics.js';
import { orderProjection } from '../orders/orderProjection.js';
import { toOutboxRows } from '../outbox/outboxRow.js';
import { belongsInQuarantine, quarantine } from './quarantine.js';
import { productProjection } from '../products/productProjection.js';
import type { ProductRow } from '../products/productRow.js';
import { createRowFold, type RowFold } from '../rows/rowFold.js';

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
  const products = createRowFold<ProductRow>(productProjection());
  const orders = createRowFold<PlacedOrder>(orderProjection());

  const projectTogether: ProjectEvents = async (term, events, position) => {
    const after = advance(term, events, position);
    const batch: Batch = {
      products: await products.fold(database, events),
      orders: await orders.fold(database, events),
      outbox: events.flatMap(toOutboxRows),
    };
    await commitBatch(database, { from: term, to: after }, batch);
    keep(products, orders, batch);
    metrics.projected(events, after.position ?? position);

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

const keep = (products: RowFold<ProductRow>, orders: RowFold<PlacedOrder>, batch: Batch): void => {
  products.keep(batch.products);
  orders.keep(batch.orders);
};
