import { isOrderStream } from '../../domain/order/index.js';
import type { EventStore } from '../../platform/eventStore/index.js';
import { StreamIncomplete } from '../../platform/facts/index.js';
import type { Database, Queryable } from '../../platform/postgres/index.js';
import { inventoryFactsOf, orderFactsOf } from '../facts/factsOf.js';
import { outstandingChanges, pendingUnits } from '../products/outstanding.js';
import { commitBatch } from '../projector/commitBatch.js';
import type { Term } from '../projector/term.js';
import { belongsInQuarantine } from './belongsInQuarantine.js';
import {
  closeEvent,
  noteFailure,
  type QuarantinedEvent,
  quarantineEvent,
  skippedIds,
} from './quarantinedEvents.js';
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
  quarantined: QuarantinedEvent,
): Promise<Refolded | null> => {
  try {
    if (!quarantined.isSkipped) requireReadable(quarantined);
    const refolded = await refoldStream(deps, term, quarantined);
    const { stuck } = refolded;
    if (stuck !== null && stuck.event.revision <= quarantined.revision) throw stuck.error;
    await deps.database.transaction((transaction) =>
      commit(transaction, term, { quarantined, refolded }),
    );

    return refolded;
  } catch (error) {
    if (!belongsInQuarantine(error) && !(error instanceof StreamIncomplete)) throw error;
    await noteFailure(deps.database, term.name, { position: quarantined.position, error });

    return null;
  }
};

/** Throws UnreadableEvent, without a read of the event store. */
const requireReadable = ({ event, ...place }: QuarantinedEvent): void => {
  const record = { ...event, ...place, id: '', recordedAt: '' };
  if (isOrderStream(record.stream)) orderFactsOf([record]);
  else inventoryFactsOf([record]);
};

const refoldStream = async (
  { database, eventStore }: Deps,
  term: Term,
  quarantined: QuarantinedEvent,
): Promise<Refolded> => {
  const records = await recordsOf(eventStore, quarantined, term.position ?? quarantined.position);
  const skipped = await skippedIds(database, term.name, quarantined.stream);

  return refold(
    records.filter(({ id }) => !skipped.has(id)),
    quarantined.revision,
  );
};

type Release = Readonly<{ quarantined: QuarantinedEvent; refolded: Refolded }>;

/** The checkpoint stays where it is; that it can be written is the fence of the term. */
const commit = async (
  transaction: Queryable,
  term: Term,
  { quarantined: { stream, position }, refolded }: Release,
): Promise<void> => {
  const id = stream.slice(stream.indexOf('-') + 1);
  const isOfOrder = isOrderStream(stream);
  const column = isOfOrder ? 'order_id' : 'product_id';
  const counted = await pendingUnits(transaction, { column, id });
  const outstanding = isOfOrder ? outstandingChanges(refolded.orders, counted) : counted;
  for (const deletion of isOfOrder ? ofOrders : ofProducts) await transaction.query(deletion, [id]);
  await commitBatch(transaction, { from: term, to: term }, { ...refolded, outstanding });
  await closeEvent(transaction, term.name, position);
  if (refolded.stuck !== null) await quarantineEvent(transaction, term.name, refolded.stuck);
};

const ofProducts = ['DELETE FROM read.products WHERE product_id = $1'];

const ofOrders = [
  'DELETE FROM read.order_items WHERE order_id = $1',
  'DELETE FROM read.orders WHERE order_id = $1',
];
