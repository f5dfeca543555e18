import { inventoryStreamPrefix, isInventoryStream } from '../../domain/inventory/index.js';
import { isOrderStream, orderStreamPrefix } from '../../domain/order/index.js';
import { type StoredEvent, storeStream } from '../../platform/eventStore/index.js';

/** What the projector reads: streams with the prefix, of which only those with an id are ours. */
const categories = [
  { prefix: inventoryStreamPrefix, isOurs: isInventoryStream },
  { prefix: orderStreamPrefix, isOurs: isOrderStream },
  { prefix: storeStream, isOurs: (stream: string) => stream === storeStream },
];

/** Every prefix that the projector subscribes to. */
export const streamPrefixes: readonly string[] = categories.map(({ prefix }) => prefix);

/** Whether somebody else wrote the record, to a stream whose name looks like one of ours. */
export const isForeign = ({ stream }: StoredEvent): boolean =>
  !categories.some(({ isOurs }) => isOurs(stream));
