import { type InventoryEvent, isInventoryStream } from '../../domain/inventory/index.js';
import { isOrderStream, type OrderEvent } from '../../domain/order/index.js';
import type { StoredEvent } from '../../platform/eventStore/index.js';
import { toInventoryFact, toOrderFact } from './factReaders.js';

/** Returns what the records say about orders; throws UnreadableEvent. */
export const orderFactsOf = (records: readonly StoredEvent[]): StoredEvent<OrderEvent>[] =>
  records.filter(({ stream }) => isOrderStream(stream)).map(toOrderFact);

/** Returns what the records say about products; throws UnreadableEvent. */
export const inventoryFactsOf = (records: readonly StoredEvent[]): StoredEvent<InventoryEvent>[] =>
  records.filter(({ stream }) => isInventoryStream(stream)).map(toInventoryFact);
