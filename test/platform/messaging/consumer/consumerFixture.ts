import { partitionOf, type ReceivedMessage } from '../../../../platform/messaging/index.js';
import { statusMessage } from '../../../support/builders/statusMessages.js';

export type Received = ReceivedMessage<'order.status'>;

export const topic = 'order.status';

/** A handler of the messages of one key; those of others are handled at once. */
export const onlyOf =
  (key: string, handle: (messages: Received[]) => Promise<void> | void) =>
  async (messages: Received[]): Promise<void> => {
    const own = messages.filter((message) => message.key === key);
    if (own.length > 0) await handle(own);
  };

/** A message whose key lies in that partition. */
export const messageIn = (partition: number): ReturnType<typeof statusMessage> => {
  const message = statusMessage();

  return partitionOf(message.key) === partition ? message : messageIn(partition);
};
