import type { InventoryStatus, OrderLine } from './events.js';

/** `quantity` is the line's target; 0 while its removal waits for its answer. */
export type Line = OrderLine &
  Readonly<{
    inventoryStatus: InventoryStatus;
    /** Revision of the event that set the target: only an answer to that one counts. */
    orderRevision: number;
    /** On the waitlist, while the line waits for its target. */
    place?: number;
  }>;

type Lines = readonly Line[];

export const isPending = (line: Line): boolean => line.inventoryStatus === 'PENDING';

/** The inventory has given the line a place, and will give its answer when its turn comes. */
export const isWaitlisted = (line: Line): boolean => line.inventoryStatus === 'WAITLISTED';

/** A line whose removal waits is gone, as far as the buyer is concerned. */
export const isVisible = (line: Line): boolean => line.quantity > 0;

export const totalOf = (lines: readonly Pick<Line, 'quantity' | 'unitPrice'>[]): number =>
  lines.reduce((total, { quantity, unitPrice }) => total + quantity * unitPrice, 0);

/** A line that waits for an answer to its target. */
export const pendingLine = (
  { itemId, productId, name, quantity, unitPrice }: OrderLine,
  orderRevision: number,
): Line => ({
  itemId,
  productId,
  name,
  quantity,
  unitPrice,
  inventoryStatus: 'PENDING',
  orderRevision,
});

/** The line, new or not, waits for an answer to its target. */
export const withTarget = (lines: Lines, item: OrderLine, orderRevision: number): Lines => {
  const line = pendingLine(item, orderRevision);
  const isNew = lines.every(({ itemId }) => itemId !== item.itemId);

  return isNew ? [...lines, line] : replaced(lines, item.itemId, () => line);
};

/** The answer: the line has `quantity` units, and is gone when it has none. */
export const withHeld = (lines: Lines, itemId: string, quantity: number): Lines =>
  replaced(lines, itemId, (line) => ({ ...withStatus(line, 'RESERVED'), quantity })).filter(
    isVisible,
  );

export const withPlace = (lines: Lines, itemId: string, place: number): Lines =>
  replaced(lines, itemId, (line) => ({ ...line, inventoryStatus: 'WAITLISTED', place }));

export const withRejected = (lines: Lines, itemId: string): Lines =>
  replaced(lines, itemId, (line) => withStatus(line, 'REJECTED'));

/** After a cancellation no line waits any more: what is held, or still comes, is set free. */
export const releasedLines = (lines: Lines): Lines =>
  lines
    .filter(isVisible)
    .map((line) => (line.inventoryStatus === 'REJECTED' ? line : withStatus(line, 'RELEASED')));

export const committedLines = (lines: Lines): Lines =>
  lines.map((line) => withStatus(line, 'COMMITTED'));

/** Whoever has another status than WAITLISTED has no place. */
const withStatus = (
  { place: _, ...line }: Line,
  inventoryStatus: Exclude<InventoryStatus, 'WAITLISTED'>,
): Line => ({ ...line, inventoryStatus });

const replaced = (lines: Lines, itemId: string, change: (line: Line) => Line): Lines =>
  lines.map((line) => (line.itemId === itemId ? change(line) : line));
