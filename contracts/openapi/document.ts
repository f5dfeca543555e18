import {
  OpenAPIRegistry,
  OpenApiGeneratorV31,
  type ResponseConfig,
  type RouteConfig,
} from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { problemCodes, type ProblemCode } from '../http/problemCodes.js';
import { problemDocument } from '../http/problem.js';
import { codesOf } from './generalCodes.js';
import { answerHeaders, answerHeadersOf, requestHeadersOf } from './headers.js';
import type { DocumentedAnswer, Operation } from './operation.js';
import { operationsByTag } from './operations/index.js';
import { describeSchemas } from './schemas.js';

export type OpenApiDocument = ReturnType<OpenApiGeneratorV31['generateDocument']>;

/** Returns the API as OpenAPI 3.1, made from the schemas that validate requests. */
export const openApiDocument = (): OpenApiDocument => {
  describeSchemas();
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', bearer);
  registry.registerComponent('schemas', 'Problem', problemSchema());
  for (const [name, header] of Object.entries(answerHeaders))
    registry.registerComponent('headers', name, header);
  for (const [tag, operations] of Object.entries(operationsByTag))
    for (const operation of operations)
      for (const route of toRoutes(operation)) registry.registerPath({ ...route, tags: [tag] });

  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info,
    servers: [{ url: '/' }],
    tags: Object.keys(operationsByTag).map((name) => ({ name })),
  });
};

// Responses refer to it by name, so it is no part of any of their schemas.
const problemSchema = (): object => ({ ...z.toJSONSchema(problemDocument), $schema: undefined });

const bearer = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description: 'An access token of register, login or refresh',
} as const;

const info = {
  title: 'QuickSale',
  version: '1.0.0',
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  description: [
    'A flash-sale backend. Money is a decimal number with two digits, times are ISO 8601 in UTC.',
    'Every error is a problem document (RFC 9457); `code` is what clients switch on.',
    '2xx means done. Any other 4xx and 503 mean that the request changed nothing. 504 means unknown: repeat it with the same Idempotency-Key to find out.',
  ].join('\n\n'),
};

const toRoutes = (operation: Operation): RouteConfig[] => {
  const route = toRoute(operation);
  if (operation.alias === undefined) return [route];
  const { path, alias, id } = operation;

  return [
    route,
    { ...route, path: alias, operationId: `${id}Alias`, summary: `The same as ${path}` },
  ];
};

const toRoute = (operation: Operation): RouteConfig => {
  const { method, path, id, summary, description, access } = operation;

  return {
    method,
    path,
    operationId: id,
    summary,
    ...(description !== undefined && { description }),
    security: access === 'nobody' ? [] : [{ bearer: [] }],
    'x-access': access,
    request: toRequest(operation),
    responses: { ...problemsOf(operation), ...answersOf(operation) },
  };
};

const toRequest = (operation: Operation): NonNullable<RouteConfig['request']> => {
  const { params, query, body, example } = operation;

  return {
    headers: requestHeadersOf(operation),
    ...(params !== undefined && { params }),
    ...(query !== undefined && { query }),
    ...(body !== undefined && {
      body: { required: true, content: { 'application/json': { schema: body, example } } },
    }),
  };
};

const answersOf = (operation: Operation): Record<string, ResponseConfig> =>
  Object.fromEntries(
    Object.entries(operation.answers).map(([status, answer]) => [
      status,
      {
        description: answer.description,
        headers: answerHeadersOf(operation, Number(status), answer.headers),
        ...contentOf(answer),
      },
    ]),
  );

const contentOf = ({
  schema,
  contentType = 'application/json',
}: DocumentedAnswer): ResponseConfig => {
  if (schema !== undefined) return { content: { [contentType]: { schema } } };

  return contentType === 'application/json' ? {} : { content: { [contentType]: {} } };
};

/** Returns one response per status, with the codes that it can have. */
const problemsOf = (operation: Operation): Record<string, ResponseConfig> => {
  const codes = codesOf(operation);
  const statuses = [...new Set(codes.map(statusOf))].sort((a, b) => a - b);

  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: codes
          .filter((code) => statusOf(code) === status)
          .map((code) => `\`${code}\`: ${problemCodes[code][1]}`)
          .join('\n\n'),
        headers: answerHeadersOf(operation, status),
        content: { 'application/problem+json': { schema: problemWith(status, codes) } },
      },
    ]),
  );
};

const problemWith = (status: number, codes: readonly ProblemCode[]) => ({
  allOf: [
    { $ref: '#/components/schemas/Problem' },
    {
      properties: {
        status: { const: status },
        code: { enum: codes.filter((code) => statusOf(code) === status) },
      },
    },
  ],
});

const statusOf = (code: ProblemCode): number => problemCodes[code][0];
