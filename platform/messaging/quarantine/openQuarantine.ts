import type { Topic } from '../../../contracts/messages/index.js';
import { createConsumerMetrics } from '../consumer/consumerMetrics.js';
import type { ConsumerOptions } from '../consumer/consumerOptions.js';
import { createDeadLetters } from '../deadLetters/deadLetters.js';
import type { Publisher } from '../publisher/publisher.js';
import { createMessageQuarantine, type MessageQuarantine } from './messageQuarantine.js';
import { startQuarantineRetries } from './quarantineRetries.js';

export type OpenQuarantine = Readonly<{
  quarantine: MessageQuarantine | null;
  /** How many messages of the group wait, as far as is known. */
  waiting: () => number;
  stop: () => Promise<void>;
}>;

/** The quarantine of a consumer that has a database, with what tries its messages again. */
export const openQuarantine = <T extends Topic>(
  { kafka, groupId, database, metrics, handle }: ConsumerOptions<T>,
  publisher: Publisher,
): OpenQuarantine => {
  if (database === undefined)
    return { quarantine: null, waiting: () => 0, stop: () => Promise.resolve() };
  let waiting = 0;
  const { waiting: count } = createConsumerMetrics(metrics, groupId);
  const retries = startQuarantineRetries<T>({
    database,
    logger: kafka.logger,
    groupId,
    handle,
    sendToDeadLetter: createDeadLetters<T>(publisher, groupId).sendToDeadLetter,
    report: (messages) => {
      waiting = messages;
      count(messages);
    },
  });

  return {
    quarantine: createMessageQuarantine({ database, groupId }),
    waiting: () => waiting,
    stop: retries.stop,
  };
};
