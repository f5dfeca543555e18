import type { ReceivedMessage } from '../messages/receivedMessage.js';

/** Thrown by a handler: this message can never succeed. It goes to `<topic>.dlq`; the rest of the batch is handled again without it. */
export class PoisonMessage extends Error {
  override readonly name = 'PoisonMessage';
  readonly received: ReceivedMessage;

  constructor(received: ReceivedMessage, reason: string) {
    super(reason);
    this.received = received;
  }
}

/** The broker refused these messages for what they are (too large, malformed); sending them again is pointless. Nothing was written. */
export class UnsendableMessages extends Error {
  override readonly name = 'UnsendableMessages';
}

/** A topic exists with another number of partitions: keys would lie where no reader of this system expects them. */
export class WrongPartitionCount extends Error {
  override readonly name = 'WrongPartitionCount';

  constructor(topic: string, { actual, expected }: Readonly<{ actual: number; expected: number }>) {
    super(`topic ${topic} has ${actual} partitions, QuickSale needs ${expected}`);
  }
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
