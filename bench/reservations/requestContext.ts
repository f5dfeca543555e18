import { randomUUID } from 'node:crypto';

/** Who asked, as a request has it. */
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
