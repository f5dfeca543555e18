import type { z } from 'zod';
import type { MessageHeaders, Topic, topics } from '../../../contracts/messages/index.js';

type Schemas = typeof topics;

type OfTopic<T extends Topic> = {
  [K in keyof Schemas[T] & string]: Readonly<{
    topic: T;
    type: K;
    value: Schemas[T][K] extends z.ZodType ? z.infer<Schemas[T][K]> : never;
  }>;
}[keyof Schemas[T] & string];

/**
 * A consumed message, whose value passed the schema of its `ce_type`. `timestamp` is the broker's,
 * in milliseconds since 1970.
 */
export type ReceivedMessage<T extends Topic = Topic> = Readonly<{
  partition: number;
  offset: bigint;
  key: string;
  headers: MessageHeaders;
  timestamp: number;
}> &
  (T extends Topic ? OfTopic<T> : never);
