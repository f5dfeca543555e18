import type { InventoryEvent } from '../../domain/inventory/index.js';
import { isOrderStream, type OrderEvent, type PlacedOrder } from '../../domain/order/index.js';
import type { StoredEvent } from '../../platform/eventStore/index.js';
import { orderProjection } from '../orders/orderProjection.js';
import { type OutboxRow, toOutboxRows } from '../outbox/outboxRow.js';
import { productProjection } from '../products/productProjection.js';
import type { ProductRow } from '../products/productRow.js';
import type { Changes, RowProjection } from '../rows/rowProjection.js';
import { belongsInQuarantine } from './belongsInQuarantine.js';

/** All events of one stream, folded from the first one. */
export type Refolded = Readonly<{
  products: Changes<ProductRow>;
  orders: Changes<PlacedOrder>;
  outbox: readonly OutboxRow[];
  /** The first event that cannot be projected; nothing behind it is folded. */
  stuck: Readonly<{ event: StoredEvent; error: unknown }> | null;
}>;

/** Messages are made of the events from the revision `from` on. */
export const refold = (records: readonly StoredEvent[], from: number): Refolded => {
  const isOfOrder = records[0] !== undefined && isOrderStream(records[0].stream);
  if (isOfOrder) {
    const { rows, ...rest } = foldRecords(orderProjection(), records, from);

    return { ...rest, products: new Map(), orders: rows };
  }
  const { rows, ...rest } = foldRecords(productProjection(), records, from);

  return { ...rest, products: rows, orders: new Map() };
};

const foldRecords = <Row, Fact extends StoredEvent<OrderEvent | InventoryEvent>>(
  { streamPrefix, factsOf, evolve }: RowProjection<Row, Fact>,
  records: readonly StoredEvent[],
  from: number,
) => {
  let row: Row | null = null;
  let stuck: Refolded['stuck'] = null;
  const outbox: OutboxRow[] = [];
  for (const event of records)
    try {
      for (const fact of factsOf([event])) {
        const messages = event.revision < from ? [] : toOutboxRows(fact);
        row = evolve(row, fact);
        outbox.push(...messages);
      }
    } catch (error) {
      if (!belongsInQuarantine(error)) throw error;
      stuck = { event, error };
      break;
    }
  const id = records[0]?.stream.slice(streamPrefix.length) ?? '';
  const rows: Changes<Row> = new Map(row === null ? [] : [[id, { before: null, after: row }]]);

  return { rows, outbox, stuck };
};
