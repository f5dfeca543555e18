import type { Topic } from '../../../contracts/messages/index.js';
import type { DecodedRecord } from '../messages/decode.js';
import { PoisonMessage, UndecidedMessage } from '../messages/poisonMessage.js';
import type { ReceivedMessage } from '../messages/receivedMessage.js';
import { holdBack, withoutHeld } from '../quarantine/holdBack.js';
import type { MessageQuarantine } from '../quarantine/messageQuarantine.js';

type Handle<T extends Topic> = (batch: ReceivedMessage<T>[]) => Promise<void>;

type Deps<T extends Topic> = Readonly<{
  handle: Handle<T>;
  /** Must be durable when it resolves. */
  sendToDeadLetter: (record: DecodedRecord<T>, reason: string) => Promise<void>;
  /** Without it, what could be handled later goes to the dead letters. */
  quarantine: MessageQuarantine | null;
}>;

/**
 * Sends what cannot be decoded to the dead letters and passes the rest to the handler, once more
 * without the messages that the handler calls poison. What this release cannot handle goes to the
 * quarantine, and with it what comes later with its key.
 */
export const handleMessages =
  <T extends Topic>({ handle, sendToDeadLetter, quarantine }: Deps<T>) =>
  async (records: readonly DecodedRecord<T>[]): Promise<void> => {
    const isLetter = (error: PoisonMessage | undefined): error is PoisonMessage =>
      error !== undefined && (quarantine === null || !(error instanceof UndecidedMessage));
    const open = await withoutHeld(quarantine, records);
    for (const record of open)
      if ('reason' in record) await sendToDeadLetter(record, record.reason);

    let rest = open.filter(({ received }) => received !== null);
    while (rest.length > 0) {
      const failures = await failuresAmong(rest, handle);
      if (failures.size === 0) return;
      for (const [record, error] of failures)
        if (isLetter(error)) await sendToDeadLetter(record, error.message);
      rest = rest.filter((record) => !isLetter(failures.get(record)));
      if (quarantine !== null) rest = await holdBack(rest, { quarantine, failures });
    }
  };

/** Runs the handler, and returns the messages that it cannot handle; all others may be repeated. */
export const failuresAmong = async <T extends Topic>(
  records: readonly DecodedRecord<T>[],
  handle: Handle<T>,
): Promise<Map<DecodedRecord<T>, PoisonMessage>> => {
  try {
    await handle(records.flatMap(({ received }) => (received === null ? [] : [received])));

    return new Map();
  } catch (error) {
    if (!(error instanceof PoisonMessage)) throw error;
    const byMessage = new Map([error, ...error.others].map((one) => [one.received, one]));
    const failed = records.flatMap((record) => {
      const found = record.received === null ? undefined : byMessage.get(record.received);

      return found === undefined ? [] : [[record, found] as const];
    });
    if (failed.length === 0) throw error;

    return new Map(failed);
  }
};
