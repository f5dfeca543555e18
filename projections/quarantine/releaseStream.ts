import { isOrderStream } from '../../domain/order/index.js';
import type { EventStore } from '../../platform/eventStore/index.js';
import { StreamIncomplete } from '../../platform/facts/index.js';
import type { Database, Queryable } from '../../platform/postgres/index.js';
import { inventoryFactsOf, orderFactsOf } from '../facts/factsOf.js';
import { commitBatch } from '../projector/commitBatch.js';
import type { Term } from '../projector/term.js';
import { belongsInQuarantine } from './belongsInQuarantine.js';
import {
  closeEvent,
  noteFailure,
  type ParkedEvent,
  parkEvent,
  skippedIds,
} from './parkedEvents.js';
import { recordsOf } from './recordsOf.js';
import { refold, type Refolded } from './refold.js';

type Deps = Readonly<{ database: Database; eventStore: EventStore }>;

/**
 * Folds the stream anew, from its first event to where the term is: its row is replaced, and the
 * messages of all that waited are written. Where another event cannot be projected the stream waits
 * at that one. Returns null when it waits on as before. Throws Fenced, and what Postgres and the
 * event store throw.
 */
export const releaseStream = async (
  deps: Deps,
  term: Term,
  parked: ParkedEvent,
): Promise<Refolded | null> => {
  try {
    if (!parked.isSkipped) requireReadable(parked);
    const refolded = await refoldStream(deps, term, parked);
    const { stuck } = refolded;
    if (stuck !== null && stuck.event.revision <= parked.revision) throw stuck.error;
    await deps.database.transaction((transaction) =>
      commit(transaction, term, { parked, refolded }),
    );

    return refolded;
  } catch (error) {
    if (!belongsInQuarantine(error) && !(error instanceof StreamIncomplete)) throw error;
    await noteFailure(deps.database, term.name, { position: parked.position, error });

    return null;
  }
};

/** Throws UnreadableEvent, without asking the event store. */
const requireReadable = ({ event, ...place }: ParkedEvent): void => {
  const record = { ...event, ...place, id: '', recordedAt: '' };
  if (isOrderStream(record.stream)) orderFactsOf([record]);
  else inventoryFactsOf([record]);
};

const refoldStream = async (
  { database, eventStore }: Deps,
  term: Term,
  parked: ParkedEvent,
): Promise<Refolded> => {
  const records = await recordsOf(eventStore, parked, term.position ?? parked.position);
  const skipped = await skippedIds(database, term.name, parked.stream);

  return refold(
    records.filter(({ id }) => !skipped.has(id)),
    parked.revision,
  );
};

type Release = Readonly<{ parked: ParkedEvent; refolded: Refolded }>;

/** The checkpoint stays where it is; that it can be written is the fence of the term. */
const commit = async (
  transaction: Queryable,
  term: Term,
  { parked: { stream, position }, refolded }: Release,
): Promise<void> => {
  const id = stream.slice(stream.indexOf('-') + 1);
  for (const deletion of isOrderStream(stream) ? ofOrders : ofProducts)
    await transaction.query(deletion, [id]);
  await commitBatch(transaction, { from: term, to: term }, refolded);
  await closeEvent(transaction, term.name, position);
  if (refolded.stuck !== null) await parkEvent(transaction, term.name, refolded.stuck);
};

const ofProducts = ['DELETE FROM read.products WHERE product_id = $1'];

const ofOrders = [
  'DELETE FROM read.order_items WHERE order_id = $1',
  'DELETE FROM read.orders WHERE order_id = $1',
];
