import type { Problem } from './types.js';

/** A response that is no success, or none at all. Switch on `code`. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  /** 0 when there was no response. */
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: NonNullable<Problem['errors']>;
  /** What the server wants to be left alone for, in milliseconds. */
  readonly retryAfterMs: number;

  constructor(status: number, problem: Partial<Problem>, retryAfterMs = 0) {
    super(problem.detail ?? problem.code ?? `HTTP ${status}`);
    this.status = status;
    this.code = problem.code ?? (status === 0 ? 'NO_RESPONSE' : 'UNKNOWN');
    this.detail = problem.detail ?? problem.title ?? '';
    this.errors = problem.errors ?? [];
    this.retryAfterMs = retryAfterMs;
  }
}

/** Whether the same request may get another answer soon: none so far, or the server is busy. */
export const isTemporary = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && [0, 429, 502, 503, 504].includes(error.status);

export const hasCode = (error: unknown, ...codes: readonly string[]): error is ApiProblem =>
  error instanceof ApiProblem && codes.includes(error.code);
