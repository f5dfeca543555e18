import { randomUUID } from 'node:crypto';
import type { CommandContext } from '../../../platform/commandHandling/index.js';

/** Of a command that nobody sent: time did. */
export const contextOfTime = (orderId: string): CommandContext => ({
  commandId: randomUUID(),
  correlationId: orderId,
  userId: null,
  requestId: null,
  traceparent: null,
});
