import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formatsPkg from 'ajv-formats';
import { documentedOperations, openApiDocument } from '../../contracts/openapi/index.js';

export type Json = Readonly<Record<string, unknown>>;

type Content = Readonly<Record<string, Readonly<{ schema?: Json; example?: unknown }>>>;

export type DocumentedAnswer = Readonly<{
  description: string;
  headers: Readonly<Record<string, Json>>;
  content?: Content;
}>;

export type DocumentedOperation = Readonly<{
  operationId: string;
  security: readonly Json[];
  deprecated?: boolean;
  parameters: readonly Readonly<{ name: string; in: string; required: boolean; schema: Json }>[];
  requestBody?: Readonly<{ content: Content }>;
  responses: Readonly<Record<string, DocumentedAnswer>>;
}>;

export type DocumentedRoute = Readonly<{
  method: string;
  path: string;
  operation: DocumentedOperation;
}>;

/** The document as a client reads it. */
export const readDocument = () =>
  JSON.parse(JSON.stringify(openApiDocument())) as Json &
    Readonly<{
      openapi: string;
      paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
      components: Json;
    }>;

export const documentedRoutes = (): readonly DocumentedRoute[] =>
  (routes ??= documentedOperations<DocumentedOperation>(readDocument() as never).map((route) => ({
    ...route,
    method: route.method.toUpperCase(),
  })));

/** The document does not change while the tests run. */
let routes: readonly DocumentedRoute[] | undefined;

/** Compiles schemas of the document, whose references lead into its components. */
export const createCompiler = (): ((schema: Json) => ValidateFunction) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, multipleOfPrecision: 6 });
  formatsPkg.default(ajv);
  const { components } = readDocument();
  const cache = new Map<string, ValidateFunction>();

  return (schema) => {
    const key = JSON.stringify(schema);
    const known = cache.get(key) ?? ajv.compile({ ...schema, components });
    cache.set(key, known);

    return known;
  };
};

export type SeenAnswer = Readonly<{ status: number; contentType: string | null; body: unknown }>;

/** What is wrong with an answer of the route in the eyes of the document; null when nothing is. */
export const createJudge = () => {
  const compile = createCompiler();

  return ({ responses }: DocumentedOperation, answer: SeenAnswer): string | null => {
    const documented = responses[String(answer.status)];
    if (documented === undefined) return `status ${answer.status} is not documented`;
    if (documented.content === undefined)
      return answer.contentType === null ? null : `a body of ${answer.contentType}`;
    const type = answer.contentType?.split(';', 1)[0] ?? 'none';
    const content = documented.content[type];
    if (content === undefined) return `content type ${type} is not documented`;
    const validate = compile(content.schema ?? {});

    return validate(answer.body) ? null : JSON.stringify(validate.errors?.slice(0, 3));
  };
};
