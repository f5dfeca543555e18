import type { InventoryCommand } from '../../../domain/inventory/index.js';
import { type MessageTask, messageContextOf, runAll } from '../../../platform/messaging/index.js';
import type { Parts } from '../parts.js';

type OfLine = Extract<InventoryCommand, Readonly<{ data: Readonly<{ itemId: string }> }>>;

/**
 * Handles a batch of messages as commands, one for each line of an order. All are sent at once, so that the lines of one
 * product meet in its batcher and are decided in one append.
 */
export const perLine =
  <M extends MessageTask['message']>(toCommands: (message: M, now: string) => readonly OfLine[]) =>
  ({ products, now }: Pick<Parts, 'products' | 'now'>) =>
  (batch: readonly M[]): Promise<void> =>
    runAll(
      batch.flatMap((message) =>
        toCommands(message, now()).map((command): MessageTask => {
          const { productId, itemId } = command.data;

          return {
            message,
            run: () => products.handle(productId, command, messageContextOf(message, itemId)),
          };
        }),
      ),
    );
