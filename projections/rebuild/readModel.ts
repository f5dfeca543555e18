import type { StoredEvent } from '../../platform/eventStore/index.js';
import { orderProjection } from '../orders/orderProjection.js';
import { toItemRows, toOrderRow } from '../orders/orderRow.js';
import { productProjection } from '../products/productProjection.js';
import type { RowProjection } from '../rows/rowProjection.js';

/**
 * A table of a read model: its key, the column that names the stream, and the rows that one folded
 * stream becomes.
 */
export type ReadTable<Row> = Readonly<{
  name: string;
  key: readonly string[];
  id: string;
  toRows: (row: Row) => readonly object[];
}>;

/** Read models that can be built again. Its tables are written together. */
export type ReadModel<Row, Fact extends StoredEvent> = Readonly<{
  projection: (schema: string) => RowProjection<Row, Fact>;
  tables: readonly ReadTable<Row>[];
}>;

const readModel = <Row, Fact extends StoredEvent>(
  model: ReadModel<Row, Fact>,
): ReadModel<Row, Fact> => model;

export const readModels = {
  products: readModel({
    projection: productProjection,
    tables: [
      {
        name: 'products',
        key: ['product_id'],
        id: 'product_id',
        // counted in the lines of the orders, when all of them are there
        toRows: (row) => [{ ...row, outstanding: 0 }],
      },
    ],
  }),
  orders: readModel({
    projection: orderProjection,
    tables: [
      { name: 'orders', key: ['order_id'], id: 'order_id', toRows: (order) => [toOrderRow(order)] },
      { name: 'order_items', key: ['order_id', 'item_id'], id: 'order_id', toRows: toItemRows },
    ],
  }),
} as const;

export type ReadModelName = keyof typeof readModels;

export const readModelNames = Object.keys(readModels) as ReadModelName[];
