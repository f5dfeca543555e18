import type { IncomingMessage } from 'node:http';
import type { ZodType } from 'zod';
import { idempotencyKey, ifMatch, position } from '../../../contracts/http/headers.js';
import { problem } from '../output/problem.js';

type WithHeaders = Pick<IncomingMessage, 'headers'>;

/** Returns the Idempotency-Key, null without one. Throws 400 IDEMPOTENCY_KEY_INVALID. */
export const idempotencyKeyOf = ({ headers }: WithHeaders): string | null =>
  read(headers['idempotency-key'], idempotencyKey, 'IDEMPOTENCY_KEY_INVALID');

/** The same where a key is required. Throws 400 IDEMPOTENCY_KEY_MISSING as well. */
export const requiredIdempotencyKeyOf = (request: WithHeaders): string => {
  const key = idempotencyKeyOf(request);
  if (key === null)
    throw problem(400, 'IDEMPOTENCY_KEY_MISSING', 'Send an Idempotency-Key of your own choice');

  return key;
};

/**
 * Returns the version that the client has seen, `*` for any, null without the header. Throws 400
 * IF_MATCH_INVALID.
 */
export const ifMatchOf = ({ headers }: WithHeaders): number | '*' | null =>
  read(headers['if-match'], ifMatch, 'IF_MATCH_INVALID');

/** The same where it is required. Throws 428 IF_MATCH_MISSING as well. */
export const requiredIfMatchOf = (request: WithHeaders): number | '*' => {
  const version = ifMatchOf(request);
  if (version === null)
    throw problem(428, 'IF_MATCH_MISSING', 'Send the ETag that you have seen as If-Match');

  return version;
};

/**
 * Returns the X-Position of an earlier write that the response must include, null without one.
 * Throws 400 POSITION_INVALID.
 */
export const minPositionOf = ({ headers }: WithHeaders): bigint | null =>
  read(headers['x-min-position'], position, 'POSITION_INVALID');

// Node joins a header that came twice with a comma, which none of these may contain.
const read = <T>(
  value: string | string[] | undefined,
  schema: ZodType<T>,
  code: string,
): T | null => {
  if (value === undefined) return null;
  const { success, data } = schema.safeParse(value);
  if (!success) throw problem(400, code, 'The header is malformed, or was sent twice');

  return data;
};
