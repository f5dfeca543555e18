import { openApiDocument } from '../document.js';
import { documentedOperations } from '../documentedOperations.js';
import type { Method } from '../operation.js';
import { scriptsOf } from './postmanScripts.js';
import type { Step } from './postmanStep.js';
import { stepsByFolder } from './postmanSteps.js';

type Variable = Readonly<{ key: string; value: string }>;

type Request = Readonly<{
  method: string;
  description?: string;
  auth?: object;
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
  security: readonly unknown[];
  parameters?: readonly Parameter[];
}>;

/**
 * Returns the OpenAPI document as a Postman collection (v2.1). Run from top to
 * bottom it is green: each request keeps what later ones need, and checks its status.
 */
export const postmanCollection = (): PostmanCollection => {
  const document = openApiDocument();
  const { info } = document;
  const routes = documentedOperations<Operation>(document);
  const routeOf = (id: string): Route => {
    const route = routes.find(({ operation }) => operation.operationId === id);
    if (route === undefined) throw new Error(`There is no operation ${id}`);

    return route;
  };

  return {
    info: {
      name: info.title,
      description: info.description ?? '',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: bearerOf('accessToken'),
    variable: [
      { key: 'baseUrl', value: 'http://localhost:3000' },
      { key: 'adminEmail', value: 'admin@quicksale.local' },
      { key: 'adminPassword', value: '' },
    ],
    item: Object.entries(stepsByFolder).map(([name, steps]) => ({
      name,
      item: steps.map((step) => toItem(step, routeOf(step.id))),
    })),
  };
};

type Route = Readonly<{ path: string; method: Method; operation: Operation }>;

const toItem = (step: Step, route: Route): Item => ({
  name: `${step.name ?? route.operation.summary} (${route.method.toUpperCase()} ${route.path})`,
  request: toRequest(step, route),
  event: scriptsOf(step),
});

const toRequest = (step: Step, { path, method, operation }: Route): Request => {
  const { description, security, parameters = [] } = operation;

  return {
    method: method.toUpperCase(),
    ...(description !== undefined && { description }),
    ...(security.length === 0 && { auth: { type: 'noauth' } }),
    ...(step.as === 'admin' && { auth: bearerOf('adminToken') }),
    header: [
      ...(step.body === undefined ? [] : [{ key: 'Content-Type', value: 'application/json' }]),
      ...parameters.filter(isOf('header')).map(toHeader),
    ],
    url: toUrl(step, path, parameters),
    ...(step.body !== undefined && { body: toBody(step.body) }),
  };
};

const bearerOf = (variable: string) => ({
  type: 'bearer',
  bearer: [{ key: 'token', value: `{{${variable}}}`, type: 'string' }],
});

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

const toUrl = (step: Step, path: string, parameters: readonly Parameter[]): Request['url'] => {
  const plain = path.replaceAll(/\{(\w+)\}/g, ':$1');
  const query = parameters.filter(isOf('query')).map(({ name, required = false, schema }) => ({
    key: name,
    value: String((schema?.default as string | number | undefined) ?? ''),
    disabled: !required,
  }));
  const variable = parameters.filter(isOf('path')).map(({ name }) => ({
    key: name,
    value: step.params?.[name] ?? '',
  }));

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
