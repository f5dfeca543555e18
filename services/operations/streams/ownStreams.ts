import { inventoryStreamPrefix, isInventoryStream } from '../../../domain/inventory/index.js';
import { isOrderStream, orderStreamPrefix } from '../../../domain/order/index.js';
import { productNameStreamPrefix } from '../../../domain/productName/index.js';
import { storeStream } from '../../../platform/eventStore/index.js';

const prefixes = [inventoryStreamPrefix, orderStreamPrefix, productNameStreamPrefix, storeStream];

/**
 * Whether QuickSale writes the stream. Others of the same event store are not shown: those of the
 * server hold accounts, those of other applications who knows what.
 */
export const isOwnStream = (name: string): boolean =>
  prefixes.some((prefix) => name.startsWith(prefix));

/** Whether the text is the whole name of a stream, which is then looked up and not searched. */
export const isWholeName = (text: string): boolean =>
  isOrderStream(text) || isInventoryStream(text) || text === storeStream;
