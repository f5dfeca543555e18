import { STATUS_CODES } from 'node:http';
import type { ProblemDocument } from '../../../contracts/http/problem.js';

export type FieldError = Readonly<{ path: string; message: string }>;

type Details = Readonly<{
  title?: string;
  errors?: readonly FieldError[];
  headers?: Readonly<Record<string, string>>;
}>;

/** A refusal, with the status, code and words that the client gets to see. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor({
    status,
    code,
    detail,
    title,
    errors,
    headers,
  }: Details & Readonly<{ status: number; code: string; detail?: string }>) {
    // nobody reads the stack of a response, and it costs more than the rest of a refusal
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(detail ?? code);
    Error.stackTraceLimit = stackTraceLimit;
    this.status = status;
    this.code = code;
    this.title = title ?? STATUS_CODES[status] ?? 'Error';
    this.detail = detail ?? this.title;
    this.errors = errors;
    this.headers = headers ?? {};
  }
}

/** Such as `problem(404, 'ORDER_NOT_FOUND', 'There is no such order')`. */
// eslint-disable-next-line max-params -- every problem needs status, code and words
export const problem = (status: number, code: string, detail: string, extra: Details = {}) =>
  new Problem({ status, code, detail, ...extra });

/** Returns the RFC 9457 document; `instance` is the path of the request. */
export const toProblemDocument = (
  { status, code, title, detail, errors }: Problem,
  instance: string,
): ProblemDocument => ({
  type: `urn:quicksale:problem:${code.toLowerCase().replaceAll('_', '-')}`,
  title,
  status,
  detail,
  instance,
  code,
  ...(errors && { errors: [...errors] }),
});
