import type { Topic } from '../../../contracts/messages/index.js';
import type { DecodedRecord } from '../messages/decode.js';
import { PoisonMessage } from '../messages/poisonMessage.js';
import type { ReceivedMessage } from '../messages/receivedMessage.js';

type Deps<T extends Topic> = Readonly<{
  handle: (batch: ReceivedMessage<T>[]) => Promise<void>;
  /** Must be durable when it resolves. */
  sendToDeadLetter: (record: DecodedRecord<T>, reason: string) => Promise<void>;
}>;

/**
 * Sends what cannot be decoded to the dead letters and passes the rest to the handler, once more
 * without each message that the handler calls poison.
 */
export const handleMessages =
  <T extends Topic>({ handle, sendToDeadLetter }: Deps<T>) =>
  async (records: readonly DecodedRecord<T>[]): Promise<void> => {
    for (const record of records)
      if ('reason' in record) await sendToDeadLetter(record, record.reason);

    let rest = records.filter(({ received }) => received !== null);
    while (rest.length > 0) {
      const poison = await poisonAmong(rest, handle);
      if (poison === null) return;
      await sendToDeadLetter(poison.record, poison.reason);
      rest = rest.filter((record) => record !== poison.record);
    }
  };

const poisonAmong = async <T extends Topic>(
  records: readonly DecodedRecord<T>[],
  handle: Deps<T>['handle'],
): Promise<Readonly<{ record: DecodedRecord<T>; reason: string }> | null> => {
  try {
    await handle(records.flatMap(({ received }) => (received === null ? [] : [received])));

    return null;
  } catch (error) {
    if (!(error instanceof PoisonMessage)) throw error;
    const record = records.find(({ received }) => received === error.received);
    if (record === undefined) throw error;

    return { record, reason: error.message };
  }
};
