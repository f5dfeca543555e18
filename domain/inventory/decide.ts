import { assertNever } from '../decider.js';
import type { InventoryCommand } from './commands.js';
import type { InventoryEvent } from './events.js';
import { evolve } from './evolve.js';
import { requireLevels } from './levels.js';
import { requireAdded } from './rules/existence.js';
import { releaseManually, reserveManually } from './rules/manual.js';
import { addProduct, changeProduct, revokeNameClaim, withdrawProduct } from './rules/product.js';
import { commitReservation, releaseReservation, setReservation } from './rules/reservation.js';
import { adjustStock, setStock } from './rules/stock.js';
import { serveWaiting } from './rules/waitlist.js';
import { type Inventory, waitingFor } from './state.js';

export const decide = (
  command: InventoryCommand,
  inventory: Inventory,
): readonly InventoryEvent[] => {
  const events = decideBy(command, inventory);

  return requireLevels([...events, ...handedOver(events, inventory, command.data.now)]);
};

/** A unit that a decision frees is never free for others while somebody waits for it. */
const handedOver = (
  events: readonly InventoryEvent[],
  inventory: Inventory,
  now: string,
): readonly InventoryEvent[] =>
  inventory.status === 'NOT_ADDED' || waitingFor(inventory) === 0
    ? []
    : serveWaiting(events.reduce(evolve, inventory), now);

/** Nothing of its own: what those who wait can have follows on every decision. */
const serveWaitlist = (inventory: Inventory): [] => {
  requireAdded(inventory);

  return [];
};

const decideBy = (command: InventoryCommand, inventory: Inventory): readonly InventoryEvent[] => {
  switch (command.type) {
    case 'AddProduct':
      return addProduct(command, inventory);
    case 'ChangeProduct':
      return changeProduct(command, inventory);
    case 'RevokeNameClaim':
      return revokeNameClaim(command, inventory);
    case 'WithdrawProduct':
      return withdrawProduct(command, inventory);
    case 'AdjustStock':
      return adjustStock(command, inventory);
    case 'SetStock':
      return setStock(command, inventory);
    case 'SetReservation':
      return setReservation(command, inventory);
    case 'ReleaseReservation':
      return releaseReservation(command, inventory);
    case 'CommitReservation':
      return commitReservation(command, inventory);
    case 'ServeWaitlist':
      return serveWaitlist(inventory);
    case 'ReserveManually':
      return reserveManually(command, inventory);
    case 'ReleaseManually':
      return releaseManually(command, inventory);
    default:
      return assertNever(command);
  }
};
