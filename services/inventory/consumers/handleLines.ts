import type { InventoryCommand } from '../../../domain/inventory/index.js';
import { type MessageTask, messageContextOf, runAll } from '../../../platform/messaging/index.js';
import type { Deps } from '../useCases/deps.js';

type LineCommand = Extract<InventoryCommand, Readonly<{ data: Readonly<{ itemId: string }> }>>;

type LinePolicy<Message> = (message: Message, now: string) => readonly LineCommand[];

/**
 * Handles a batch of messages as the commands that `policy` makes of them, one for each line of an
 * order. All are sent at once, so that the lines of one product are decided in one append.
 */
export const handleLines =
  <Message extends MessageTask['message']>(policy: LinePolicy<Message>) =>
  ({ products, now }: Pick<Deps, 'products' | 'now'>) =>
  (batch: readonly Message[]): Promise<void> =>
    runAll(
      batch.flatMap((message) =>
        policy(message, now()).map((command): MessageTask => {
          const { productId, itemId } = command.data;

          return {
            message,
            run: () => products.handle(productId, command, messageContextOf(message, itemId)),
          };
        }),
      ),
    );
