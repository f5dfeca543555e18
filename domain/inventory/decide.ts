import { assertNever } from '../decider.js';
import type { InventoryCommand } from './commands.js';
import type { InventoryEvent } from './events.js';
import { requireLevels } from './levels.js';
import { releaseManually, reserveManually } from './rules/manual.js';
import { addProduct, changeProduct, revokeNameClaim, withdrawProduct } from './rules/product.js';
import { commitReservation, releaseReservation, setReservation } from './rules/reservation.js';
import { adjustStock, setStock } from './rules/stock.js';
import type { Inventory } from './state.js';

export const decide = (
  command: InventoryCommand,
  inventory: Inventory,
): readonly InventoryEvent[] => requireLevels(decideBy(command, inventory));

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
    case 'ReserveManually':
      return reserveManually(command, inventory);
    case 'ReleaseManually':
      return releaseManually(command, inventory);
    default:
      return assertNever(command);
  }
};
