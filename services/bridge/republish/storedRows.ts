import type { EventStore, StoredEvent } from '../../../platform/eventStore/index.js';
import { UnreadableEvent } from '../../../platform/facts/index.js';
import type { Database } from '../../../platform/postgres/index.js';
import { inventoryFactsOf, orderFactsOf } from '../../../projections/facts/factsOf.js';
import { streamPrefixes } from '../../../projections/facts/streamCategories.js';
import { type OutboxRow, toOutboxRows } from '../../../projections/outbox/outboxRow.js';
import { checkpointPosition } from '../../../projections/projector/checkpoint.js';
import { replay } from '../../../projections/rebuild/replay.js';
import type { Selection } from './selection.js';

type Deps = Readonly<{
  database: Database;
  eventStore: EventStore;
  /** Called with each event that this release cannot read: it has no message. */
  onUnreadable: (error: UnreadableEvent) => void;
}>;

/**
 * The messages of the events that were recorded within the time, up to the checkpoint of the
 * projector, which writes those behind it itself.
 */
export async function* storedRows(
  { database, eventStore, onUnreadable }: Deps,
  selection: Selection,
): AsyncGenerator<readonly OutboxRow[]> {
  const upTo = await checkpointPosition(database);
  if (upTo === null) return;
  const after = await startOf({ database, eventStore }, selection.from);
  for await (const events of replay(eventStore, { after, upTo, streamPrefixes })) {
    yield events
      .filter((event) => isWithin(selection, event))
      .flatMap((event) => messagesOf(event, onUnreadable))
      .filter(({ key }) => selection.orderId === null || key === selection.orderId);
    if (events.every(({ recordedAt }) => Date.parse(recordedAt) >= selection.to.getTime())) return;
  }
}

const isWithin = ({ from, to }: Selection, { recordedAt }: StoredEvent): boolean => {
  const time = Date.parse(recordedAt);

  return time >= from.getTime() && time < to.getTime();
};

const messagesOf = (event: StoredEvent, onUnreadable: Deps['onUnreadable']): OutboxRow[] => {
  try {
    return [...inventoryFactsOf([event]), ...orderFactsOf([event])].flatMap(toOutboxRows);
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
    onUnreadable(error);

    return [];
  }
};

type Log = Pick<Deps, 'database' | 'eventStore'>;

/** What was published on a day before `from` was recorded before it as well. */
const startOf = async ({ database, eventStore }: Log, from: Date): Promise<bigint | 'start'> => {
  const [last] = await database.query<{ position: string; event_id: string }>(
    `SELECT position::text AS position, event_id FROM messaging.pruned_days
     WHERE day < ($1::timestamptz AT TIME ZONE 'UTC')::date ORDER BY day DESC LIMIT 1`,
    [from],
  );
  if (last === undefined) return 'start';
  const position = BigInt(last.position);

  return (await eventStore.idAt(position)) === last.event_id ? position : 'start';
};
