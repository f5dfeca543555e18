import type { CommitReservation, ReleaseReservation } from '../../../domain/inventory/index.js';
import type { ReceivedMessage } from '../../../platform/messaging/index.js';
import { perLine } from './perLine.js';

type StatusChanged = ReceivedMessage<'order.status'>;

const toCommands = (
  { value }: StatusChanged,
  now: string,
): (ReleaseReservation | CommitReservation)[] => {
  const { status, orderId, orderRevision } = value;
  const lines = value.items.map(({ itemId, productId, inventoryStatus }) => ({
    inventoryStatus,
    data: { productId, orderId, itemId, orderRevision, now },
  }));
  switch (status) {
    case 'CANCELLED':
      // A line that was refused holds nothing; one that was not seen yet gets a tombstone.
      return lines
        .filter(({ inventoryStatus }) => inventoryStatus !== 'REJECTED')
        .map(({ data }) => ({ type: 'ReleaseReservation', data }));
    case 'SHIPPED':
      return lines.map(({ data }) => ({ type: 'CommitReservation', data }));
    case 'PENDING':
    case 'CONFIRMED':
    case 'DELIVERED':
      return [];
  }
};

/** Topic `order.status`: a cancelled order's lines are released, a shipped one's leave the stock. */
export const followOrders = perLine(toCommands);
