import { assertNever } from '../decider.js';
import type { OrderCommand } from './commands.js';
import type { OrderEvent } from './events.js';
import { addItem, changeItemQuantity, removeItem } from './rules/amending.js';
import { cancelOrder, endWaiting } from './rules/cancelling.js';
import { expirePayment, recordPayment, remindOfPayment } from './rules/paying.js';
import { placeOrder } from './rules/placing.js';
import { recordInventoryResult } from './rules/recording.js';
import { deliverOrder, shipOrder } from './rules/shipping.js';
import { requirePlaced } from './rules/status.js';
import type { Order } from './state.js';

export const decide = (command: OrderCommand, order: Order): readonly OrderEvent[] => {
  switch (command.type) {
    case 'PlaceOrder':
      return placeOrder(command, order);
    case 'RecordInventoryResult':
      return recordInventoryResult(command, requirePlaced(order));
    case 'CancelOrder':
      return cancelOrder(command, requirePlaced(order));
    case 'EndWaiting':
      return endWaiting(command, requirePlaced(order));
    case 'AddItem':
      return addItem(command, requirePlaced(order));
    case 'ChangeItemQuantity':
      return changeItemQuantity(command, requirePlaced(order));
    case 'RemoveItem':
      return removeItem(command, requirePlaced(order));
    case 'ShipOrder':
      return shipOrder(command, requirePlaced(order));
    case 'DeliverOrder':
      return deliverOrder(command, requirePlaced(order));
    case 'RecordPayment':
      return recordPayment(command, requirePlaced(order));
    case 'ExpirePayment':
      return expirePayment(command, requirePlaced(order));
    case 'RemindOfPayment':
      return remindOfPayment(command, requirePlaced(order));
    default:
      return assertNever(command);
  }
};
