import type { Origin } from './origin.js';

/** A look without an end would keep its connection, and the gateway from stopping. */
const timeoutMs = 900;

/** Looks at one path of a process. Rejects when there is no response in time. */
export const statusOf = async (
  { dispatcher }: Origin,
  path: '/health' | '/ready',
): Promise<number> => {
  const signal = AbortSignal.timeout(timeoutMs);
  const { statusCode, body } = await dispatcher.request({ path, method: 'GET', signal });
  await body.dump();

  return statusCode;
};
