import {
  OpenAPIRegistry,
  OpenApiGeneratorV31,
  type ResponseConfig,
  type RouteConfig,
} from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { problemDocument } from '../http/problem.js';
import {
  answerHeaders,
  answerHeadersOf,
  commonParameterReferences,
  commonParameters,
  requestHeadersOf,
} from './headers.js';
import type { DocumentedAnswer, Operation } from './operation.js';
import { operationsByTag } from './operations/index.js';
import { oldRoutes, withOldCodes } from './oldRoutes.js';
import { createProblemResponses, type ProblemResponses } from './problemResponses.js';
import { describeSchemas } from './schemas.js';
import { shareAnswers } from './sharedAnswers.js';

export type OpenApiDocument = ReturnType<OpenApiGeneratorV31['generateDocument']>;

/** Returns the API as OpenAPI 3.1, made from the schemas that validate requests. */
export const openApiDocument = (): OpenApiDocument => {
  describeSchemas();
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', bearer);
  registry.registerComponent('schemas', 'Problem', problemSchema());
  for (const [name, header] of Object.entries(answerHeaders))
    registry.registerComponent('headers', name, header);
  for (const [name, parameter] of Object.entries(commonParameters))
    registry.registerComponent('parameters', name, parameter);
  const problemsOf = createProblemResponses(registry);
  for (const [tag, operations] of Object.entries(operationsByTag))
    for (const operation of operations)
      for (const route of toRoutes(operation, problemsOf))
        registry.registerPath({ ...route, tags: [tag] });

  const document = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info,
    servers: [{ url: '/' }],
    tags: Object.keys(operationsByTag).map((name) => ({ name })),
  });

  return shareAnswers(document);
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

const toRoutes = (operation: Operation, problemsOf: ProblemResponses): RouteConfig[] => {
  const route = toRoute(operation, problemsOf);
  const { path, alias, id } = operation;
  const old = oldRoutes(operation, toRoute(withOldCodes(operation), problemsOf));
  if (alias === undefined) return [route, ...old];

  return [
    route,
    { ...route, path: alias, operationId: `${id}Alias`, summary: `The same as ${path}` },
    ...old,
  ];
};

const toRoute = (operation: Operation, problemsOf: ProblemResponses): RouteConfig => {
  const { method, path, id, summary, description, access } = operation;

  return {
    method,
    path,
    operationId: id,
    summary,
    ...(description !== undefined && { description }),
    security: access === 'nobody' || access === 'operator' ? [] : [{ bearer: [] }],
    'x-access': access,
    parameters: commonParameterReferences,
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
