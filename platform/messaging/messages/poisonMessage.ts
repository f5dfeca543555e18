import type { ReceivedMessage } from './receivedMessage.js';

/**
 * Thrown by a handler: this message can never succeed. It goes to `<topic>.dlq`, and the rest of
 * the batch is handled again without it.
 */
export class PoisonMessage extends Error {
  override readonly name = 'PoisonMessage';
  readonly received: ReceivedMessage;

  constructor(received: ReceivedMessage, reason: string) {
    super(reason);
    this.received = received;
  }
}
