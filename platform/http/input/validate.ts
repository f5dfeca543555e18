import type { IncomingMessage } from 'node:http';
import type { z, ZodType } from 'zod';
import { problem, type FieldError, type Problem } from '../output/problem.js';

type WithBody = Readonly<{ body: unknown }>;
type WithParams = Readonly<{ params: unknown }>;

/**
 * Parses the body by `schema` (a z.strictObject). Throws 400 VALIDATION_FAILED naming every wrong
 * field.
 */
export const parseBody = <S extends ZodType>(schema: S, { body }: WithBody): z.output<S> =>
  parse(schema, body ?? {});

/** Parses the path parameters. Throws 400 VALIDATION_FAILED. */
export const parseParams = <S extends ZodType>(schema: S, { params }: WithParams): z.output<S> =>
  parse(schema, params);

/**
 * Parses the query; values are texts. Throws 400 VALIDATION_FAILED, also for a parameter that comes
 * twice.
 */
export const parseQuery = <S extends ZodType>(
  schema: S,
  { url = '' }: IncomingMessage,
): z.output<S> => parse(schema, singleValues(url));

/** Parses any value from outside. Throws 400 VALIDATION_FAILED. */
export const parse = <S extends ZodType>(schema: S, value: unknown): z.output<S> => {
  const { success, data, error } = schema.safeParse(value);
  if (!success) throw validationFailed(withoutRepeats(error.issues.flatMap(toFieldErrors)));

  return data;
};

const validationFailed = (errors: readonly FieldError[]): Problem =>
  problem(400, 'VALIDATION_FAILED', 'The request has invalid fields', { errors });

/** Two rules of a field may be broken by the same mistake, and say the same. */
const withoutRepeats = (errors: readonly FieldError[]): FieldError[] => [
  ...new Map(errors.map((error) => [`${error.path}\n${error.message}`, error])).values(),
];

const toFieldErrors = (issue: z.core.$ZodIssue): FieldError[] => {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...issue.path, key].join('.'),
      message: 'Unknown field',
    }));

  return [{ path: issue.path.join('.'), message: issue.message }];
};

const singleValues = (url: string): Record<string, string> => {
  const mark = url.indexOf('?');
  if (mark === -1) return {};
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(url.slice(mark + 1))) {
    if (parameters.has(name))
      throw validationFailed([{ path: name, message: 'Given more than once' }]);
    parameters.set(name, value);
  }

  return Object.fromEntries(parameters);
};
