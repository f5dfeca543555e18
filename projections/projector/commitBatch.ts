import { isWaiting, nextPaymentStepAt, type PlacedOrder } from '../../domain/order/index.js';
import type { Queryable } from '../../platform/postgres/index.js';
import { toItemRows, toOrderRow } from '../orders/orderRow.js';
import type { OutboxRow } from '../outbox/outboxRow.js';
import type { UnitChanges } from '../products/outstanding.js';
import type { ProductRow } from '../products/productRow.js';
import type { Change, Changes } from '../rows/rowProjection.js';
import { statementOf, type PartName } from './commitStatement.js';
import { fenced, type Move, moveParameters } from './term.js';

/** All that a batch of events leads to. */
export type Batch = Readonly<{
  products: Changes<ProductRow>;
  orders: Changes<PlacedOrder>;
  /** By how much the units change that wait for an answer, per product. */
  outstanding: UnitChanges;
  outbox: readonly OutboxRow[];
  /** False where who sends the rows of the outbox gets them from the caller. True by default. */
  isNotified?: boolean;
}>;

/**
 * Commits read models, outbox, checkpoint and notifications in one statement: all of it, or
 * nothing. Nothing is written unless the checkpoint moves; throws Fenced then.
 */
export const commitBatch = async (database: Queryable, move: Move, batch: Batch): Promise<void> => {
  const parts = partsOf(batch);
  const [row] = await database.query<{ moved: boolean }>(
    statementOf(parts.map(({ name }) => name)),
    [...moveParameters(move), ...parts.map(({ content }) => content)],
  );
  if (row?.moved !== true) throw fenced(move.from);
};

/** A part of the statement, and what goes into it. */
type Part = Readonly<{ name: PartName; content: string | readonly string[] }>;

/**
 * Most batches are small and of one kind: a part that has nothing to write costs as much as one
 * that has.
 */
const partsOf = (batch: Batch): Part[] => {
  const { products, orders, outstanding, outbox, isNotified = true } = batch;
  const stock = [...products.values()].flatMap(changedStock);
  const product = [...products.values()].flatMap(productNotification);
  const changes = [...orders.values()];
  const ends = [...products.values()].flatMap(endOfWaiting);
  const [due] = [...changes.flatMap(newlyDue), ...ends].sort();
  const rows: Partial<Record<PartName, readonly unknown[]>> = {
    products: Array.from(products.values(), ({ after }) => ({
      ...after,
      outstanding: outstanding.get(after.product_id) ?? 0,
    })),
    outstanding: [...outstanding].flatMap(([id, change]) =>
      products.has(id) ? [] : [{ id, change }],
    ),
    orders: changes.map(({ after }) => toOrderRow(after)),
    items: changes.flatMap(({ after }) => toItemRows(after)),
    gone: changes.flatMap(linesKept),
    [isNotified ? 'outbox' : 'quietOutbox']: outbox,
  };
  const parts = Object.entries(rows) as [PartName, readonly unknown[]][];

  return [
    ...parts.flatMap(([name, list]) =>
      list.length > 0 ? [{ name, content: JSON.stringify(list) }] : [],
    ),
    ...(stock.length > 0 ? [{ name: 'stock' as const, content: stock }] : []),
    ...(product.length > 0 ? [{ name: 'product' as const, content: product }] : []),
    ...(due === undefined ? [] : [{ name: 'due' as const, content: [due] }]),
  ];
};

/** Orders that may have lines in the table which they have no more, with those that they keep. */
const linesKept = ({ before, after }: Change<PlacedOrder>) => {
  const kept = after.lines.map(({ itemId }) => itemId);
  const mayHaveLost =
    before === null
      ? after.revision > 0
      : before.lines.some(({ itemId }) => !kept.includes(itemId));

  return mayHaveLost ? [{ order_id: after.orderId, kept }] : [];
};

/** When something of the order is due, where it was not, or later. */
const newlyDue = ({ before, after }: Change<PlacedOrder>): string[] => {
  const time = nextPaymentStepAt(after);
  if (isWaiting(after) && (before === null || !isWaiting(before))) return [unknownTime];

  return time === null || (before !== null && nextPaymentStepAt(before) === time) ? [] : [time];
};

/** Whoever waits may have nothing to wait for, or for longer, when the product is another. */
const endOfWaiting = (change: Change<ProductRow>): string[] =>
  change.after.waiting !== null && productNotification(change).length > 0 ? [unknownTime] : [];

/** Earlier than all: the tables say when it is. */
const unknownTime = new Date(0).toISOString();

/** The id, when there are other units than before. */
const changedStock = ({ before, after }: Change<ProductRow>): string[] =>
  before !== null && isSameStock(before, after) ? [] : [after.product_id];

const isSameStock = (before: ProductRow, after: ProductRow): boolean =>
  before.on_hand === after.on_hand &&
  before.reserved === after.reserved &&
  before.waiting === after.waiting;

/** Of a product that is new, or whose details, price or terms are others, or that was withdrawn. */
const productNotification = ({ before, after }: Change<ProductRow>): string[] =>
  before?.version === after.version && before.withdrawn_at === after.withdrawn_at
    ? []
    : [after.product_id];
