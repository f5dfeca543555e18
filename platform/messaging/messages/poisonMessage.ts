import type { ReceivedMessage } from './receivedMessage.js';

/**
 * Thrown by a handler: this message can never succeed. It goes to `<topic>.dlq`, and the rest of
 * the batch is handled again without it.
 */
export class PoisonMessage extends Error {
  override readonly name: string = 'PoisonMessage';
  readonly received: ReceivedMessage;
  /** Further ones of the same batch, so that it is not handled again for each. */
  others: readonly PoisonMessage[] = [];

  constructor(received: ReceivedMessage, reason: string) {
    super(reason);
    this.received = received;
  }
}

/**
 * This release cannot handle the message; a newer one, or one that was mended, may. It goes to the
 * quarantine of the group where there is one, and later messages of its key wait behind it.
 */
export class UndecidedMessage extends PoisonMessage {
  override readonly name = 'UndecidedMessage';
  /** The stream that cannot be read, where that is the reason. */
  readonly stream: string | null;

  constructor(received: ReceivedMessage, reason: string, stream: string | null) {
    super(received, reason);
    this.stream = stream;
  }
}
