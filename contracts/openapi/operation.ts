import type { ZodObject, ZodType } from 'zod';
import type { ProblemCode } from '../http/problemCodes.js';

export const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

export type Method = (typeof methods)[number];

/** Headers of a response beside those that all have. */
export type AnswerHeader =
  | 'ETag'
  | 'Idempotency-Replayed'
  | 'Location'
  | 'Set-Cookie'
  | 'WWW-Authenticate'
  | 'X-Position'
  | 'X-Stale';

export type RequestHeader = 'Idempotency-Key' | 'If-Match' | 'If-None-Match' | 'X-Min-Position';

export type DocumentedAnswer = Readonly<{
  description: string;
  schema?: ZodType;
  /** For a response that is no JSON. */
  contentType?: string;
  headers?: readonly AnswerHeader[];
}>;

/**
 * One route as clients see it. `codes` are its own; those of every route of its kind are added, see
 * codesOf.
 */
export type Operation = Readonly<{
  method: Method;
  /** With `{name}` for parameters; an alias is a second path. */
  path: string;
  alias?: string;
  /** Unique in the document. */
  id: string;
  summary: string;
  description?: string;
  /**
   * `nobody` needs a token; `owner`: a user sees and changes only what is theirs, an admin
   * everything; `operator`: whoever sends from an address that is allowed, without a token.
   */
  access: 'nobody' | 'user' | 'owner' | 'admin' | 'operator';
  /** The service behind the route; `gateway` itself is not limited. */
  service: 'gateway' | 'auth' | 'inventory' | 'orders' | 'notifier' | 'operations';
  limit?: 'login' | 'register' | 'orders' | 'reserve' | 'payments';
  params?: ZodObject;
  query?: ZodObject;
  headers?: Readonly<Partial<Record<RequestHeader, 'required' | 'optional'>>>;
  body?: ZodType;
  /** A body that the schema accepts, for trying the route out. */
  example?: object;
  answers: Readonly<Record<number, DocumentedAnswer>>;
  codes?: readonly ProblemCode[];
}>;

/** An operation of a table whose rows share some fields. */
export type OperationOf<Shared extends keyof Operation> = Omit<Operation, Shared> &
  Partial<Pick<Operation, Shared>>;
