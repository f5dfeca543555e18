import type { Topic } from '../../../contracts/messages/index.js';
import type { Decoded } from '../messages/decode.js';
import { PoisonMessage } from '../client/errors.js';
import type { ReceivedMessage } from '../messages/receivedMessage.js';

type Parts<T extends Topic> = Readonly<{
  handle: (batch: ReceivedMessage<T>[]) => Promise<void>;
  /** Must be durable when it resolves. */
  bury: (message: Decoded<T>, reason: string) => Promise<void>;
}>;

/** Buries what nobody can read, hands the rest to the handler, and again without each message that it calls poison. */
export const handleDecoded =
  <T extends Topic>({ handle, bury }: Parts<T>) =>
  async (messages: readonly Decoded<T>[]): Promise<void> => {
    for (const message of messages) if ('reason' in message) await bury(message, message.reason);

    let rest = messages.filter(({ received }) => received !== null);
    while (rest.length > 0) {
      const poison = await poisonAmong(rest, handle);
      if (poison === null) return;
      await bury(poison.message, poison.reason);
      rest = rest.filter((message) => message !== poison.message);
    }
  };

const poisonAmong = async <T extends Topic>(
  messages: readonly Decoded<T>[],
  handle: Parts<T>['handle'],
): Promise<Readonly<{ message: Decoded<T>; reason: string }> | null> => {
  try {
    await handle(messages.flatMap(({ received }) => (received === null ? [] : [received])));

    return null;
  } catch (error) {
    if (!(error instanceof PoisonMessage)) throw error;
    const message = messages.find(({ received }) => received === error.received);
    if (message === undefined) throw error;

    return { message, reason: error.message };
  }
};
