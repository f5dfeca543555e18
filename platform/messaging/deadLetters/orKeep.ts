import type { Topic } from '../../../contracts/messages/index.js';
import type { MessageQuarantine } from '../quarantine/messageQuarantine.js';
import type { RawRecord } from '../quarantine/quarantinedRecord.js';
import { UnsendableMessages } from '../publisher/unsendableMessages.js';
import type { DeadLetters } from './deadLetters.js';

/** So often a letter is tried; meanwhile its partition pauses, since the broker may be away. */
const maxAttempts = 5;

/**
 * Writes the dead letter, or keeps the message in quarantine when the broker refuses the letter for
 * what it is, or does not take it for some time although it serves the consumer: a partition never
 * stands still for a letter.
 */
export const orKeep = <T extends Topic>(
  { sendToDeadLetter }: DeadLetters<T>,
  quarantine: MessageQuarantine,
): DeadLetters<T>['sendToDeadLetter'] => {
  const attempts = new Map<string, number>();

  return async (record, reason) => {
    const place = placeOf(record);
    try {
      await sendToDeadLetter(record, reason);
    } catch (error) {
      const attempt = (attempts.get(place) ?? 0) + 1;
      attempts.set(place, attempt);
      if (!(isFinal(error) || attempt >= maxAttempts)) throw error;
      await quarantine.add([{ record, state: 'unwritten', stream: null, error: reason }]);
    }
    attempts.delete(place);
  };
};

const isFinal = (error: unknown): boolean =>
  error instanceof UnsendableMessages || error instanceof TypeError || error instanceof RangeError;

const placeOf = ({ source, raw }: RawRecord): string =>
  `${source.topic}/${source.partition}/${raw.offset}`;
