import { assertNever } from '../decider.js';
import type { OrderCommand } from './commands.js';
import type { OrderEvent } from './events.js';
import { addItem, changeItemQuantity, removeItem } from './rules/amending.js';
import { recordInventoryResult } from './rules/answering.js';
import { cancelOrder } from './rules/cancelling.js';
import { placeOrder } from './rules/placing.js';
import { deliverOrder, shipOrder } from './rules/shipping.js';
import { placed } from './rules/status.js';
import type { Order } from './state.js';

export const decide = (command: OrderCommand, order: Order): readonly OrderEvent[] => {
  switch (command.type) {
    case 'PlaceOrder':
      return placeOrder(command, order);
    case 'RecordInventoryResult':
      return recordInventoryResult(command, placed(order));
    case 'CancelOrder':
      return cancelOrder(command, placed(order));
    case 'AddItem':
      return addItem(command, placed(order));
    case 'ChangeItemQuantity':
      return changeItemQuantity(command, placed(order));
    case 'RemoveItem':
      return removeItem(command, placed(order));
    case 'ShipOrder':
      return shipOrder(command, placed(order));
    case 'DeliverOrder':
      return deliverOrder(command, placed(order));
    default:
      return assertNever(command);
  }
};
