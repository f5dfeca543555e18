import type { InventoryResult } from '../../../contracts/messages/index.js';
import type { RecordInventoryResult } from '../../../domain/order/index.js';

/**
 * Topic `inventory.result`: the decision about each line is recorded in its order. One about a
 * manual reservation concerns no order. `now` is ISO 8601 UTC.
 */
export const recordResult = (message: InventoryResult, now: string): RecordInventoryResult[] => {
  if ('reservationId' in message) return [];
  const { orderId, orderRevision, lines } = message;
  const answers = lines.map(({ reason = null, ...line }) => ({ reason, orderRevision, ...line }));

  return [{ type: 'RecordInventoryResult', data: { orderId, answers, now } }];
};
