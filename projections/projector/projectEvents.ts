import type { InventoryEvent } from '../../domain/inventory/index.js';
import type { OrderEvent, PlacedOrder } from '../../domain/order/index.js';
import type { StoredEvent } from '../../platform/eventStore/index.js';
import type { Logger } from '../../platform/logging/index.js';
import type { Database, Queryable } from '../../platform/postgres/index.js';
import { recordSpan, spanTime } from '../../platform/tracing/index.js';
import { inventoryFactsOf, orderFactsOf } from '../facts/factsOf.js';
import { orderProjection } from '../orders/orderProjection.js';
import { localRelayOf } from '../outbox/localRelay.js';
import { toOutboxRows } from '../outbox/outboxRow.js';
import { productProjection } from '../products/productProjection.js';
import { outstandingChanges } from '../products/outstanding.js';
import type { ProductRow } from '../products/productRow.js';
import { belongsInQuarantine } from '../quarantine/belongsInQuarantine.js';
import { createHeldStreams, type HeldStreams } from '../quarantine/heldStreams.js';
import { quarantineEvent } from '../quarantine/quarantinedEvents.js';
import { createRowFold, type RowFold } from '../rows/rowFold.js';
import { mainProjection } from './checkpoint.js';
import { type Batch, commitBatch } from './commitBatch.js';
import { reportForeign } from './foreignEvents.js';
import type { ProjectorMetrics } from './metrics/projectorMetrics.js';
import { advance, type Move, type Term } from './term.js';

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

/** What is known within a term: right only while nobody else writes. */
export type TermState = Readonly<{
  products: RowFold<ProductRow, StoredEvent<InventoryEvent>>;
  orders: RowFold<PlacedOrder, StoredEvent<OrderEvent>>;
  held: HeldStreams;
}>;

/** See RowFold on `writtenUpTo`. */
export const createTermState = (deps: ProjectEventsDeps, writtenUpTo = -1n): TermState => ({
  products: createRowFold(productProjection(), { writtenUpTo }),
  orders: createRowFold(orderProjection(), { writtenUpTo }),
  held: createHeldStreams({ ...deps, projection: mainProjection }),
});

/**
 * For one term. An event that cannot be projected is quarantined, and with it what comes later in
 * its stream; everything else goes on.
 */
export const createProjectEvents = (
  deps: ProjectEventsDeps,
  state: TermState = createTermState(deps),
): ProjectEvents => {
  const { database, metrics } = deps;
  const note = createNote(deps);

  const projectTogether: ProjectEvents = async (term, events, position) => {
    const startedAt = spanTime();
    const after = advance(term, events, position);
    const facts = factsOf(freeOf(state, events));
    const batch = await foldBatch(database, state, facts);
    await commitAndRelay(database, { from: term, to: after }, batch);
    state.products.keep(batch.products);
    state.orders.keep(batch.orders);
    metrics.projected(facts, events, after.position ?? position);
    note(events, startedAt);

    return after;
  };

  const projectAlone = async (term: Term, event: StoredEvent): Promise<Term> => {
    try {
      return await projectTogether(term, [event], event.position);
    } catch (error) {
      if (!belongsInQuarantine(error)) throw error;
      const after = await quarantine(deps, term, { event, error });

      await state.held.refresh();

      return after;
    }
  };

  return async (term, events, position) => {
    await state.held.load();
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

/** A relay of this process, which sends the rows, need not be notified and read them back. */
const commitAndRelay = async (database: Database, move: Move, batch: Batch): Promise<void> => {
  const relay = localRelayOf(database.url);
  await commitBatch(database, move, { ...batch, isNotified: relay?.isReady() !== true });
  relay?.receive(batch.outbox);
};

/** Moves the checkpoint past the event, and keeps it: its stream waits from here on. */
const quarantine = async (
  { database, logger, metrics }: ProjectEventsDeps,
  term: Term,
  poison: Readonly<{ event: StoredEvent; error: unknown }>,
): Promise<Term> => {
  const { event, error } = poison;
  const after = advance(term, [event], event.position);
  await database.transaction(async (transaction) => {
    await commitBatch(transaction, { from: term, to: after }, nothing);
    await quarantineEvent(transaction, term.name, poison);
  });
  const { stream, revision, type } = event;
  logger.error({ err: error, stream, revision, type }, 'event quarantined, its stream waits');
  metrics.quarantined(type);

  return after;
};

const nothing: Batch = {
  products: new Map(),
  orders: new Map(),
  outstanding: new Map(),
  outbox: [],
};

const freeOf = ({ held }: TermState, events: readonly StoredEvent[]): readonly StoredEvent[] =>
  held.isEmpty() ? events : events.filter(({ stream }) => !held.has(stream));

/** What is said of events once they are committed. */
const createNote = (deps: ProjectEventsDeps) => {
  const noteForeign = reportForeign(deps);

  return (events: readonly StoredEvent[], startedAt: number): void => {
    noteForeign(events);
    for (const event of events) traceProjection(event, startedAt);
  };
};

const traceProjection = (
  { type, metadata: { traceparent: parent } }: StoredEvent,
  startedAt: number,
): void =>
  recordSpan(
    { service: 'projector', name: `project ${type}`, kind: 'internal', parent },
    startedAt,
  );

const factsOf = (events: readonly StoredEvent[]): Facts => ({
  products: inventoryFactsOf(events),
  orders: orderFactsOf(events),
});

type Facts = Readonly<{
  products: readonly StoredEvent<InventoryEvent>[];
  orders: readonly StoredEvent<OrderEvent>[];
}>;

const foldBatch = async (
  database: Queryable,
  { products, orders }: TermState,
  facts: Facts,
): Promise<Batch> => {
  const changedOrders = await orders.fold(database, facts.orders);

  return {
    products: await products.fold(database, facts.products),
    orders: changedOrders,
    outstanding: outstandingChanges(changedOrders),
    outbox: [...facts.products, ...facts.orders].flatMap(toOutboxRows),
  };
};
