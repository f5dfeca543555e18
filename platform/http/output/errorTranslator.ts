import { DomainError } from '../../../domain/decider.js';
import { problem, type Problem } from './problem.js';

/** Returns the problem that a broken rule is to the client, null for any other error. */
export type ErrorTranslator = (error: Error) => Problem | null;

type Headers = Readonly<Record<string, string>>;

/**
 * `statusOf`: every rule that can be broken, with its status; `headersOf`: headers beyond the
 * usual.
 */
export const createErrorTranslator =
  <Code extends string>(
    statusOf: Readonly<Record<Code, number>>,
    headersOf?: Readonly<Partial<Record<Code, Headers>>>,
  ): ErrorTranslator =>
  (error) => {
    if (!(error instanceof DomainError)) return null;
    const { code, message } = error as DomainError<Code>;
    if (!Object.hasOwn(statusOf, code)) return null;

    return problem(statusOf[code], code, message, { headers: headersOf?.[code] ?? {} });
  };
