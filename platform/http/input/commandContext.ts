import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { CommandContext } from '../../commandHandling/index.js';
import { requireUser } from '../frame/authentication.js';
import { idempotencyKeyOf } from './requestHeaders.js';

/**
 * Returns what a request's events say about their origin; the command id is made here, once per
 * request. `body` is the validated one: with an Idempotency-Key it becomes part of the fingerprint.
 * Throws 401, or 400 for a malformed key.
 */
export const commandContextOf = (request: IncomingMessage, body: unknown): CommandContext => {
  const { userId } = requireUser(request);
  const key = idempotencyKeyOf(request);

  return {
    ...request.context,
    commandId: randomUUID(),
    userId,
    ...(key !== null && {
      idempotencyKey: `${userId}:${key}`,
      requestFingerprint: fingerprintOf(request, body),
    }),
  };
};

const fingerprintOf = (
  { method, url, originalUrl = url }: IncomingMessage & { originalUrl?: string },
  body: unknown,
): string =>
  createHash('sha256')
    .update(JSON.stringify([method, originalUrl, body]))
    .digest('hex');
