import type { Topic } from '../../../contracts/messages/index.js';
import type { Metrics } from '../../metrics/index.js';
import type { Kafka } from '../client/kafka.js';
import type { ReceivedMessage } from '../messages/receivedMessage.js';

export type ConsumerOptions<T extends Topic> = Readonly<{
  kafka: Kafka;
  groupId: string;
  topics: readonly T[];
  /**
   * The effect of the whole batch must be durable when it resolves; a repeated message must change
   * nothing. Order is kept within a partition. Throw PoisonMessage for a message that can never
   * succeed; any other rejection means that a dependency is sick: the batch comes again, without bound.
   */
  handle: (batch: ReceivedMessage<T>[]) => Promise<void>;
  /** The consumer is dead or stuck for good. Unless told otherwise it ends the process, and the supervisor restarts it. */
  onCrash?: (error: Error) => void;
  metrics?: Metrics;
  /** Most messages per call of `handle`; 500 unless told. */
  maxBatch?: number;
  /** How long a consumer with lag may stand still, in ms; 30 000 unless told. */
  patience?: number;
}>;

/** Milliseconds. */
export const heartbeatInterval = 1_000;
