import type { ZodObject, ZodType } from 'zod';
import type { ProblemCode } from '../http/problemCodes.js';

export const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

export type Method = (typeof methods)[number];

/** Headers that an answer may carry beside those that all have. */
export type AnswerHeader =
  'ETag' | 'Idempotency-Replayed' | 'Location' | 'WWW-Authenticate' | 'X-Position' | 'X-Stale';

export type RequestHeader = 'Idempotency-Key' | 'If-Match' | 'If-None-Match' | 'X-Min-Position';

export type Answer = Readonly<{
  description: string;
  schema?: ZodType;
  /** Where the answer is no JSON. */
  contentType?: string;
  headers?: readonly AnswerHeader[];
}>;

/**
 * One route as clients see it. `codes` are those of its own; the document adds what every route of its kind can
 * answer (see general codes).
 */
export type Operation = Readonly<{
  method: Method;
  /** With `{name}` for parameters; an alias is another path to the very same. */
  path: string;
  alias?: string;
  /** Unique in the document. */
  id: string;
  summary: string;
  description?: string;
  /** `nobody` needs a token; `owner`: a user sees and changes only what is theirs, an admin everything. */
  access: 'nobody' | 'user' | 'owner' | 'admin';
  /** Who answers; `gateway` itself is not limited. */
  service: 'gateway' | 'auth' | 'inventory' | 'orders' | 'notifier';
  limit?: 'login' | 'register' | 'orders' | 'reserve';
  params?: ZodObject;
  query?: ZodObject;
  headers?: Readonly<Partial<Record<RequestHeader, 'required' | 'optional'>>>;
  body?: ZodType;
  /** A body that the schema accepts, for those who try the route out. */
  example?: object;
  answers: Readonly<Record<number, Answer>>;
  codes?: readonly ProblemCode[];
}>;

/** Operations without a field that all of a table share. */
export type OperationOf<Shared extends keyof Operation> = Omit<Operation, Shared> &
  Partial<Pick<Operation, Shared>>;
