import { inventoryStream } from '../../../domain/inventory/index.js';
import type { EventStore, StoredEvent } from '../../../platform/eventStore/index.js';
import type { Queryable } from '../../../platform/postgres/index.js';

export type Found = Readonly<{ looked: number; broken: number; examples: readonly string[] }>;

export type CompareDeps = Readonly<{
  database: Queryable;
  eventStore: Pick<EventStore, 'readBackwards'>;
}>;

type Row = Readonly<{ productId: string; onHand: number; reserved: number; revision: number }>;

/** The products that were changed last: the others were compared when they were. */
const productsCompared = 20;

/** How far back the level of a stock is looked for. */
const eventsRead = 50;

/**
 * Whether rows of products say what the last event of their stream says, at the revision that the
 * row names. A product whose last events are not about stock is left out.
 */
export const rowsMatchStreams = async ({ database, eventStore }: CompareDeps): Promise<Found> => {
  const compared = await Promise.all(
    (await lastChanged(database)).map((row) => compare(eventStore, row)),
  );
  const looked = compared.filter((each) => each !== null);
  const examples = looked.filter((each) => each !== '');

  return { looked: looked.length, broken: examples.length, examples };
};

const lastChanged = (database: Queryable): Promise<Row[]> =>
  database.query<Row>(
    `SELECT product_id AS "productId", on_hand AS "onHand", reserved, revision
     FROM read.products ORDER BY updated_at DESC LIMIT $1`,
    [productsCompared],
  );

/** Returns what is wrong, an empty text when nothing is, null when it cannot be compared. */
const compare = async (
  eventStore: CompareDeps['eventStore'],
  { productId, onHand, reserved, revision }: Row,
): Promise<string | null> => {
  const stream = inventoryStream(productId);
  const events = await eventStore.readBackwards(stream, { from: revision, maxCount: eventsRead });
  const level = events.map(levelOf).find((each) => each !== null);
  if (level === undefined) return null;
  const isSame = level.onHand === onHand && level.onHand - level.available === reserved;
  const told = `${level.onHand} on hand, ${level.available} free`;

  return isSame ? '' : `${stream}: the stream says ${told}, the row ${onHand} and ${reserved}`;
};

const levelOf = ({ data }: StoredEvent): Readonly<{ onHand: number; available: number }> | null => {
  const { onHand, available } = data as Readonly<Record<string, unknown>>;

  return typeof onHand === 'number' && typeof available === 'number' ? { onHand, available } : null;
};
