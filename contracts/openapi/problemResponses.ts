import type { OpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import { problemCodes, type ProblemCode } from '../http/problemCodes.js';
import { codesOf } from './generalCodes.js';
import { answerHeadersOf } from './headers.js';
import type { Operation } from './operation.js';

type ProblemResponse = ReturnType<typeof problemResponse>;

type Reference = Readonly<{ $ref: string }>;

/** Returns one response per status, with the codes that it can have. */
export type ProblemResponses = (operation: Operation) => Readonly<Record<string, Reference>>;

/**
 * Each distinct response is a component of the document, named after its status: `Problem409`,
 * `Problem409-2`. Operations refer to them.
 */
export const createProblemResponses = (registry: OpenAPIRegistry): ProblemResponses => {
  const references = new Map<string, Reference>();
  const countOf = new Map<number, number>();

  const register = (status: number, response: ProblemResponse): Reference => {
    const count = (countOf.get(status) ?? 0) + 1;
    countOf.set(status, count);
    const name = `Problem${status}${count === 1 ? '' : `-${count}`}`;

    return registry.registerComponent('responses', name, response).ref;
  };

  const referenceTo = (status: number, response: ProblemResponse): Reference => {
    const key = JSON.stringify(response);
    const reference = references.get(key) ?? register(status, response);
    references.set(key, reference);

    return reference;
  };

  return (operation) =>
    Object.fromEntries(
      statusesOf(operation).map((status) => [
        status,
        referenceTo(status, problemResponse(operation, status)),
      ]),
    );
};

const statusOf = (code: ProblemCode): number => problemCodes[code][0];

const statusesOf = (operation: Operation): number[] =>
  [...new Set(codesOf(operation).map(statusOf))].sort((a, b) => a - b);

/** The codes are sorted, so that two operations with the same ones have the same response. */
const problemResponse = (operation: Operation, status: number) => {
  const codes = codesOf(operation)
    .filter((code) => statusOf(code) === status)
    .sort();

  return {
    description: codes.map((code) => `\`${code}\`: ${problemCodes[code][1]}`).join('\n\n'),
    headers: answerHeadersOf(operation, status),
    content: { 'application/problem+json': { schema: problemWith(status, codes) } },
  };
};

const problemWith = (status: number, codes: readonly ProblemCode[]) => ({
  allOf: [
    { $ref: '#/components/schemas/Problem' },
    { properties: { status: { const: status }, code: { enum: [...codes] } } },
  ],
});
