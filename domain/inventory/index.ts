import type { Decider } from '../decider.js';
import type { InventoryCommand } from './commands.js';
import { decide } from './decide.js';
import type { InventoryEvent } from './events.js';
import { evolve } from './evolve.js';
import { initialState, type Inventory } from './state.js';

/** One product: its details, price, sale terms, stock, and who holds units of it. */
export const inventoryDecider: Decider<Inventory, InventoryCommand, InventoryEvent> = {
  initialState,
  evolve,
  decide,
};

export { availableOf, entriesIn, waitingFor } from './state.js';
export { isWaitlistUnserved } from './rules/waitlist.js';
export { inventorySnapshot } from './snapshot.js';
export {
  inventoryStream,
  inventoryStreamPrefix,
  isInventoryStream,
  manualOrderId,
  reservationIdOf,
} from './streams.js';
export { inventoryEventShapes } from './eventShapes.js';
export type * from './commands.js';
export type * from './events.js';
export type { InventoryErrorCode } from './errors.js';
export type { Inventory, Product } from './state.js';
