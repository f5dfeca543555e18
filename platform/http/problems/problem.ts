import { STATUS_CODES } from 'node:http';
import type { ProblemDocument } from '../../../contracts/http/problem.js';

export type FieldError = Readonly<{ path: string; message: string }>;

type Details = Readonly<{
  title?: string;
  errors?: readonly FieldError[];
  headers?: Readonly<Record<string, string>>;
}>;

/** An answer that says no. Whoever throws it chose status, code and words for the client to see. */
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
    // an answer has no use for a stack, which costs more than the rest of a refusal
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

/** Reads as the first line of the answer: `problem(404, 'ORDER_NOT_FOUND', 'There is no such order')`. */
// eslint-disable-next-line max-params -- status, code and words are what every answer of the kind needs
export const problem = (status: number, code: string, detail: string, extra: Details = {}) =>
  new Problem({ status, code, detail, ...extra });

/** The RFC 9457 document; `instance` is the path of the request. */
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
