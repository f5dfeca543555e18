import type { Topic } from '../../../contracts/messages/index.js';
import type { Metrics } from '../../metrics/index.js';
import type { Kafka } from '../client/connectKafka.js';
import type { Database } from '../../postgres/index.js';
import type { ReceivedMessage } from '../messages/receivedMessage.js';

export type ConsumerOptions<T extends Topic> = Readonly<{
  kafka: Kafka;
  groupId: string;
  topics: readonly T[];
  /**
   * The effect of the whole batch must be durable when it resolves, and a repeated message must
   * change nothing. Order is kept within a partition. Throw PoisonMessage for a message that can
   * never succeed. After any other rejection the batch is redelivered, as often as it takes.
   */
  handle: (batch: ReceivedMessage<T>[]) => Promise<void>;
  /**
   * Called when the consumer has stopped or is stuck for good. By default it ends the process,
   * which the supervisor restarts.
   */
  onCrash?: (error: Error) => void;
  /**
   * Where messages wait that this release cannot handle, with the later ones of their keys. Without
   * it they go to the dead letters.
   */
  database?: Database;
  metrics?: Metrics;
  /**
   * The broker collects so many bytes for a fetch, for a second at most; 1 by default. More saves
   * both ends work where nobody waits for the messages.
   */
  minBytes?: number;
  /** Messages per call of `handle` at most; 500 by default. */
  maxBatch?: number;
  /** For how long a partition with a batch may stand until `ready` says so; 10 000 by default. */
  stalledAfterMs?: number;
  /** For how long a call of `handle` may take until `responsive` rejects; 20 000 by default. */
  hungAfterMs?: number;
  /**
   * For how long a consumer with lag may make no progress, and a call of `handle` take; 30 000 by
   * default.
   */
  progressTimeoutMs?: number;
}>;
