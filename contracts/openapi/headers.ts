import { z } from 'zod';
import { idempotencyKey, ifMatch, position } from '../http/headers.js';
import type { AnswerHeader, Operation, RequestHeader } from './operation.js';

const requestHeaders: Readonly<Record<RequestHeader, z.ZodType>> = {
  'Idempotency-Key': idempotencyKey,
  'If-Match': ifMatch,
  'If-None-Match': z.string(),
  'X-Min-Position': position,
};

/** Returns the headers that a request to the route may or must have, beside `commonParameters`. */
export const requestHeadersOf = ({ headers = {} }: Operation): z.ZodObject =>
  z.object(
    Object.fromEntries(
      Object.entries(headers).map(([name, need]) => {
        const schema = requestHeaders[name as RequestHeader];

        return [name, need === 'required' ? schema : schema.optional()];
      }),
    ),
  );

const optionalHeader = (name: string, description: string) =>
  ({ name, in: 'header', required: false, description, schema: { type: 'string' } }) as const;

/**
 * Headers that every request may have; they are components of the document. Their schemas have no
 * pattern: what does not fit is replaced and never refused.
 */
export const commonParameters = {
  RequestId: optionalHeader(
    'X-Request-Id',
    'Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server.',
  ),
  TraceParent: optionalHeader(
    'traceparent',
    'W3C trace context, carried on through events and messages. One that is not well-formed is replaced.',
  ),
} as const;

/** References to `commonParameters`. */
export const commonParameterReferences = Object.keys(commonParameters).map((name) => ({
  $ref: `#/components/parameters/${name}`,
}));

type HeaderName =
  | AnswerHeader
  | 'RateLimit-Limit'
  | 'RateLimit-Remaining'
  | 'RateLimit-Reset'
  | 'Retry-After'
  | 'X-Request-Id';

type Header = Readonly<{ description: string; schema: Readonly<{ type: 'string' | 'integer' }> }>;

const text = (description: string): Header => ({ description, schema: { type: 'string' } });

const whole = (description: string): Header => ({ description, schema: { type: 'integer' } });

/** All headers of responses; they are components of the document. */
export const answerHeaders: Readonly<Record<HeaderName, Header>> = {
  ETag: text('The version, for If-Match and If-None-Match; of a product with a mark of its stock'),
  'Idempotency-Replayed': text('`true` when the key was answered before'),
  Location: text('Path of what was made'),
  'Set-Cookie': text('The refresh token, HttpOnly, for `/api/auth` of this host'),
  'RateLimit-Limit': whole('Requests per window'),
  'RateLimit-Remaining': whole('Requests left in this window'),
  'RateLimit-Reset': whole('Seconds until the window ends'),
  'Retry-After': whole('Seconds after which it may work'),
  'WWW-Authenticate': text('`Bearer`, with what is wrong with the token'),
  'X-Position': text('Position of the write, for X-Min-Position'),
  'X-Request-Id': text('The id of the request, your own if you sent a well-formed one'),
  'X-Stale': text('`true` when only an older state was at hand'),
};

type Headers = Readonly<Partial<Record<HeaderName, Readonly<{ $ref: string }>>>>;

/** Returns the headers of a response with this status, beside its own `names`. */
export const answerHeadersOf = (
  { service }: Operation,
  status: number,
  names: readonly AnswerHeader[] = [],
): Headers => {
  const all: HeaderName[] = [
    'X-Request-Id',
    ...(service === 'gateway'
      ? []
      : (['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'] as const)),
    ...(status === 401 ? (['WWW-Authenticate'] as const) : []),
    ...([409, 429, 503, 504].includes(status) ? (['Retry-After'] as const) : []),
    ...names,
  ];

  return Object.fromEntries(all.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
};
