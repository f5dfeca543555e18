import fc from 'fast-check';
import { type Components, junk, nastyTexts, placeholder, type Schema, valuesOf } from './values.js';

export type Parameter = Readonly<{
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}>;

export type OperationObject = Readonly<{
  operationId: string;
  tags?: readonly string[];
  parameters?: readonly Parameter[];
  requestBody?: Readonly<{ content: Readonly<Record<string, Readonly<{ schema: Schema }>>> }>;
  responses: Readonly<Record<string, ResponseObject>>;
}>;

export type ResponseObject = Readonly<{
  content?: Readonly<Record<string, Readonly<{ schema?: Schema }>>>;
}>;

export type Target = Readonly<{ method: string; path: string; operation: OperationObject }>;

export const actors = ['customer', 'admin', 'nobody', 'garbage'] as const;

export type FuzzRequest = Readonly<{
  actor: (typeof actors)[number];
  /** Path and query, with placeholders. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string | null;
}>;

/** Requests to one operation: mostly what it wants, often a little wrong, sometimes nonsense. */
export const requestsTo = (
  { path, operation }: Target,
  components: Components,
): fc.Arbitrary<FuzzRequest> => {
  const all = operation.parameters ?? [];
  const of = (place: Parameter['in']) => all.filter((parameter) => parameter.in === place);

  return fc
    .record({
      actor: fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom('customer' as const, 'admin' as const) },
        { weight: 1, arbitrary: fc.constantFrom(...actors) },
      ),
      path: paths(path, of('path')),
      query: queries(of('query'), components),
      headers: headers(of('header'), components),
      body: bodies(operation, components),
      contentType: mostly(fc.constant('application/json'), fc.constantFrom('text/plain', 'x', '')),
    })
    .map(({ actor, path: filled, query, headers: given, body, contentType }) => ({
      actor,
      url: query === '' ? filled : `${filled}?${query}`,
      headers: {
        ...given,
        ...(body !== null && contentType !== '' && { 'content-type': contentType }),
      },
      body,
    }));
};

const mostly = <T>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 15, arbitrary: right }, { weight: 1, arbitrary: wrong });

const paths = (path: string, parameters: readonly Parameter[]): fc.Arbitrary<string> =>
  fc
    .tuple(...parameters.map(({ name }) => pathValues(path, name)))
    .map((values) =>
      parameters.reduce(
        (filled, { name }, index) => filled.replace(`{${name}}`, () => values[index] ?? 'x'),
        path,
      ),
    );

const pathValues = (path: string, name: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 12, arbitrary: placeholder(name === 'itemId' ? 'item' : kindAt(path)) },
    { weight: 2, arbitrary: fc.uuid() },
    { weight: 1, arbitrary: nastyTexts.map((text) => encoded(text) || 'x') },
  );

const kindAt = (path: string): string =>
  path.startsWith('/api/orders') ? 'order' : path.includes('products') ? 'product' : 'notification';

/** Half a surrogate pair cannot be encoded; what stands for it is malformed as well. */
const encoded = (text: string): string => {
  try {
    return encodeURIComponent(text);
  } catch {
    return '%ff';
  }
};

const queries = (
  parameters: readonly Parameter[],
  components: Components,
): fc.Arbitrary<string> => {
  const pairs = parameters.map(({ name, schema }) =>
    fc.option(
      mostly(valuesOf(schema, components, name).map(String), nastyTexts).map(
        (value) => `${encoded(name)}=${encoded(value)}`,
      ),
      { freq: 1 },
    ),
  );
  const odd = fc.option(fc.constantFrom('page=1&page=2', 'page[$gt]=1', '__proto__=x', 'x=%zz'), {
    freq: 1,
    nil: null,
  });

  return fc
    .tuple(
      fc.tuple(...pairs),
      fc.nat(15).chain((at) => (at === 0 ? odd : fc.constant(null))),
    )
    .map(([given, strange]) => [...given, strange].filter((pair) => pair !== null).join('&'));
};

const headers = (
  parameters: readonly Parameter[],
  components: Components,
): fc.Arbitrary<Record<string, string>> =>
  fc
    .tuple(
      ...parameters.map(({ name, required = false, schema }) => {
        const values = mostly(valuesOf(schema, components, name).map(String), nastyTexts).map(
          sendable,
        );
        const present = fc.oneof(
          { weight: required ? 15 : 1, arbitrary: values },
          { weight: required ? 1 : 3, arbitrary: fc.constant(null) },
        );

        return present.map((value) => [name.toLowerCase(), value] as const);
      }),
    )
    .map((pairs) =>
      Object.fromEntries(pairs.flatMap(([name, value]) => (value === null ? [] : [[name, value]]))),
    );

/** Clients cannot put anything else into a header; raw bytes are the business of other tests. */
const sendable = (value: string): string => value.replaceAll(/[^ -~]/g, '?').slice(0, 4_000);

const bodies = (
  { requestBody }: OperationObject,
  components: Components,
): fc.Arbitrary<string | null> => {
  const schema = requestBody?.content['application/json']?.schema;
  const nonsense = fc.oneof(
    junk.map(toText),
    fc.string(),
    fc.constant('{"a":'),
    fc.constant('x'.repeat(70_000)),
  );
  if (schema === undefined) return mostly(fc.constant<string | null>(null), nonsense);
  const right = valuesOf(schema, components);

  return fc.oneof(
    { weight: 14, arbitrary: right.map(toText) },
    { weight: 5, arbitrary: damaged(right).map(toText) },
    { weight: 1, arbitrary: nonsense },
    { weight: 1, arbitrary: fc.constant(null) },
  );
};

/** A body with one field that is wrong, missing or too many. */
const damaged = (right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(right, junk, fc.nat(20), fc.nat(3)).map(([value, wrong, at, kind]) => {
    if (typeof value !== 'object' || value === null) return wrong;
    const names = Object.keys(value);
    const name = names[at % Math.max(names.length, 1)] ?? 'x';
    if (kind === 0) return { ...value, [name]: undefined };

    return kind === 1 ? { ...value, unknown: wrong } : { ...value, [name]: wrong };
  });

const toText = (value: unknown): string => JSON.stringify(value);
