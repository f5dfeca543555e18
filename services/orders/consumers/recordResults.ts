import type { RecordInventoryResult } from '../../../domain/order/index.js';
import {
  type MessageTask,
  messageContextOf,
  type ReceivedMessage,
  runAll,
} from '../../../platform/messaging/index.js';
import type { Deps } from '../useCases/deps.js';

type Result = ReceivedMessage<'inventory.result'>;

/**
 * Topic `inventory.result`: each answer is folded into its order. The batch is sent at once; what concerns one
 * order waits in its batcher, in order. Manual reservations concern no order.
 */
export const recordResults =
  (deps: Pick<Deps, 'orders' | 'now'>) =>
  (batch: readonly Result[]): Promise<void> =>
    runAll(batch.flatMap((message) => record(deps, message)));

const record = ({ orders, now }: Pick<Deps, 'orders' | 'now'>, message: Result): MessageTask[] => {
  const command = toCommand(message, now());
  if (command === null) return [];
  const run = () => orders.handle(command.data.orderId, command, messageContextOf(message));

  return [{ message, run }];
};

const toCommand = ({ value }: Result, now: string): RecordInventoryResult | null => {
  if (!('orderId' in value)) return null;
  const { orderId, orderRevision, lines } = value;
  const answers = lines.map(({ reason = null, ...line }) => ({ reason, orderRevision, ...line }));

  return { type: 'RecordInventoryResult', data: { orderId, answers, now } };
};
