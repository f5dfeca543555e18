import type {
  CommitReservation,
  ReleaseReservation,
  SetReservation,
} from '../../../domain/inventory/index.js';
import type { ReceivedMessage } from '../../../platform/messaging/index.js';
import { followOrderStatus } from '../policies/followOrderStatus.js';
import { reserveLines } from '../policies/reserveLines.js';

/** Topic `order.created`: all that orders want of the stock. `now` is ISO 8601 UTC. */
export const followOrder = (
  message: ReceivedMessage<'order.created'>,
  now: string,
): readonly (SetReservation | ReleaseReservation | CommitReservation)[] => {
  switch (message.type) {
    case 'order.created':
    case 'order.amended':
      return reserveLines(message.value, now);
    case 'order.cancelled':
    case 'order.shipped':
      return followOrderStatus(message.value, now);
  }
};

/** Topic `order.status`: what older releases tell nowhere else. */
export const followOldStatus = (
  { headers, value }: ReceivedMessage<'order.status'>,
  now: string,
): readonly (ReleaseReservation | CommitReservation)[] =>
  headers.inventory_topic === undefined ? followOrderStatus(value, now) : [];
