import {
  type MessageTask,
  messageContextOf,
  type ReceivedMessage,
  runAll,
} from '../../../platform/messaging/index.js';
import { recordResult } from '../policies/recordResult.js';
import type { Deps } from '../useCases/deps.js';

type ResultDeps = Pick<Deps, 'orders' | 'now'>;

type Result = ReceivedMessage<'inventory.result'>;

/**
 * Handles a batch of results as commands, all sent at once: those of one order are decided in the
 * order in which they came.
 */
export const recordResults =
  (deps: ResultDeps) =>
  (batch: readonly Result[]): Promise<void> =>
    runAll(batch.flatMap((message) => toTasks(deps, message)));

const toTasks = ({ orders, now }: ResultDeps, message: Result): MessageTask[] =>
  recordResult(message.value, now()).map((command) => ({
    message,
    run: () => orders.handle(command.data.orderId, command, messageContextOf(message)),
  }));
