import { inventoryEventShapes } from '../../domain/inventory/index.js';
import { orderEventShapes } from '../../domain/order/index.js';
import { createFactReader } from '../../platform/facts/index.js';

/** Reads what lies in the streams of orders. */
export const toOrderFact = createFactReader(orderEventShapes);

/** Reads what lies in the streams of products. */
export const toInventoryFact = createFactReader(inventoryEventShapes);
