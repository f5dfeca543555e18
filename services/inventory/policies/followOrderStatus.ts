import type { OrderStatusChanged } from '../../../contracts/messages/index.js';
import type { CommitReservation, ReleaseReservation } from '../../../domain/inventory/index.js';

/**
 * A cancelled order's lines are released, a shipped one's leave the stock.
 * `now` is ISO 8601 UTC.
 */
export const followOrderStatus = (
  message: OrderStatusChanged,
  now: string,
): (ReleaseReservation | CommitReservation)[] => {
  switch (message.status) {
    case 'CANCELLED':
      return releaseLines(message, now);
    case 'SHIPPED':
      return commitLines(message, now);
    case 'PENDING':
    case 'CONFIRMED':
    case 'DELIVERED':
      return [];
  }
};

/**
 * A line that was refused holds nothing and never will; one that was not seen yet gets a tombstone.
 */
const releaseLines = (message: OrderStatusChanged, now: string): ReleaseReservation[] =>
  message.items
    .filter(({ inventoryStatus }) => inventoryStatus !== 'REJECTED')
    .map((line) => ({ type: 'ReleaseReservation', data: lineData(message, line, now) }));

const commitLines = (message: OrderStatusChanged, now: string): CommitReservation[] =>
  message.items.map((line) => ({ type: 'CommitReservation', data: lineData(message, line, now) }));

const lineData = (
  { orderId, orderRevision }: OrderStatusChanged,
  { itemId, productId }: OrderStatusChanged['items'][number],
  now: string,
) => ({ productId, orderId, itemId, orderRevision, now });
