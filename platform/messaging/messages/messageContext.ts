import type { CommandContext } from '../../commandHandling/index.js';
import type { ReceivedMessage } from './receivedMessage.js';

/**
 * Returns what the events that a message causes say about their origin. The command id is the id of
 * the message, plus the line where one message becomes several commands: a redelivery repeats it.
 */
export const messageContextOf = (
  { headers, key, value }: ReceivedMessage,
  line?: string,
): CommandContext => ({
  commandId: line === undefined ? headers.ce_id : `${headers.ce_id}/${line}`,
  correlationId: key,
  causationId: headers.ce_id,
  userId: 'userId' in value ? value.userId : null,
  requestId: null,
  traceparent: headers.traceparent ?? null,
});
