import { openApiDocument } from './document.js';
import { documentedOperations } from './documentedOperations.js';
import type { Method } from './operation.js';

type Variable = Readonly<{ key: string; value: string }>;

type Request = Readonly<{
  method: string;
  description?: string;
  auth?: Readonly<{ type: 'noauth' }>;
  header: readonly (Variable & Readonly<{ disabled?: boolean }>)[];
  url: Readonly<{
    raw: string;
    host: readonly string[];
    path: readonly string[];
    query?: readonly (Variable & Readonly<{ disabled: boolean }>)[];
    variable?: readonly Variable[];
  }>;
  body?: Readonly<{ mode: 'raw'; raw: string; options: object }>;
}>;

type Item = Readonly<{ name: string; request: Request; event?: readonly object[] }>;

type Folder = Readonly<{ name: string; item: readonly Item[] }>;

export type PostmanCollection = Readonly<{
  info: Readonly<{ name: string; description: string; schema: string }>;
  auth: object;
  variable: readonly Variable[];
  item: readonly Folder[];
}>;

/** The parts of an OpenAPI document that a collection is made from. */
type Parameter = Readonly<{
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema?: Readonly<{ default?: unknown }>;
}>;

type Operation = Readonly<{
  operationId: string;
  summary: string;
  description?: string;
  tags: readonly string[];
  security: readonly unknown[];
  deprecated?: boolean;
  parameters?: readonly Parameter[];
  requestBody?: Readonly<{
    content: Readonly<Record<string, Readonly<{ example?: unknown }>>>;
  }>;
}>;

/**
 * Returns the OpenAPI document as a Postman collection (v2.1). Logging in stores the token for the
 * other requests.
 */
export const postmanCollection = (): PostmanCollection => {
  const document = openApiDocument();
  const { info, tags = [] } = document;
  const operations = documentedOperations<Operation>(document).filter(
    ({ operation }) => operation.deprecated !== true,
  );

  return {
    info: {
      name: info.title,
      description: info.description ?? '',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{accessToken}}', type: 'string' }] },
    variable: [
      { key: 'baseUrl', value: 'http://localhost:3000' },
      { key: 'accessToken', value: '' },
      { key: 'refreshToken', value: '' },
    ],
    item: tags.map(({ name }) => ({
      name,
      item: operations.filter(({ operation }) => operation.tags.includes(name)).map(toItem),
    })),
  };
};

type Route = Readonly<{ path: string; method: Method; operation: Operation }>;

const toItem = (route: Route): Item => ({
  name: `${route.operation.summary} (${route.path})`,
  request: toRequest(route),
  ...(keepsTokens.has(route.operation.operationId) && { event: [keepTokens] }),
});

const toRequest = ({ path, method, operation }: Route): Request => {
  const { description, security, parameters = [], requestBody } = operation;
  const example = requestBody?.content['application/json']?.example;

  return {
    method: method.toUpperCase(),
    ...(description !== undefined && { description }),
    ...(security.length === 0 && { auth: { type: 'noauth' } }),
    header: [
      ...(example === undefined ? [] : [{ key: 'Content-Type', value: 'application/json' }]),
      ...parameters.filter(isOf('header')).map(toHeader),
    ],
    url: toUrl(path, parameters),
    ...(example !== undefined && { body: toBody(example) }),
  };
};

const isOf =
  (place: Parameter['in']) =>
  (parameter: Parameter): boolean =>
    parameter.in === place;

/** Values for a first try; Postman fills in the braces. */
const headerValues: Readonly<Record<string, string>> = {
  'Idempotency-Key': '{{$guid}}',
  'If-Match': '*',
};

const toHeader = ({ name, required = false }: Parameter) => ({
  key: name,
  value: headerValues[name] ?? '',
  ...(!required && { disabled: true }),
});

const toUrl = (path: string, parameters: readonly Parameter[]): Request['url'] => {
  const plain = path.replaceAll(/\{(\w+)\}/g, ':$1');
  const query = parameters.filter(isOf('query')).map(({ name, required = false, schema }) => ({
    key: name,
    value: String((schema?.default as string | number | undefined) ?? ''),
    disabled: !required,
  }));
  const variable = parameters.filter(isOf('path')).map(({ name }) => ({ key: name, value: '' }));

  return {
    raw: `{{baseUrl}}${plain}`,
    host: ['{{baseUrl}}'],
    path: plain.slice(1).split('/'),
    ...(query.length > 0 && { query }),
    ...(variable.length > 0 && { variable }),
  };
};

const toBody = (example: unknown): NonNullable<Request['body']> => ({
  mode: 'raw',
  raw: JSON.stringify(example, null, 2),
  options: { raw: { language: 'json' } },
});

const keepsTokens = new Set(['register', 'logIn', 'refresh']);

const keepTokens = {
  listen: 'test',
  script: {
    type: 'text/javascript',
    exec: [
      'if (pm.response.code < 300) {',
      '  const { accessToken, refreshToken } = pm.response.json();',
      "  pm.collectionVariables.set('accessToken', accessToken);",
      "  pm.collectionVariables.set('refreshToken', refreshToken);",
      '}',
    ],
  },
};
