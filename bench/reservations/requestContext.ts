import { randomUUID } from 'node:crypto';

/** Metadata of a command, as a request would give it. */
export const contextOf = () => {
  const commandId = randomUUID();

  return {
    commandId,
    correlationId: commandId,
    userId: null,
    requestId: commandId,
    traceparent: null,
  };
};
