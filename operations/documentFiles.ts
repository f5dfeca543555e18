import openapiTypes, { astToString } from 'openapi-typescript';
import { stringify } from 'yaml';
import { asyncApiDocument } from '../contracts/asyncapi/index.js';
import { openApiDocument, postmanCollection } from '../contracts/openapi/index.js';

const note = '# Made from contracts/ by "npm run documents"; a test holds it to them.\n';

/**
 * The documents that lie in the repository, for those who read it without running it: path and
 * text.
 */
export const documentFiles = async (): Promise<Readonly<Record<string, string>>> => ({
  'docs/reference/asyncapi.yaml': note + stringify(asyncApiDocument(), { lineWidth: 100 }),
  'postman.json': `${JSON.stringify(postmanCollection(), null, 2)}\n`,
  'web/client/apiTypes.ts': note.replace('#', '//') + (await apiTypes()),
});

/** Types of all requests and successful responses, for pages and whoever copies their client. */
const apiTypes = async (): Promise<string> =>
  astToString(
    await openapiTypes(JSON.stringify(successfulOnly(), withoutProse), {
      immutable: true,
      defaultNonNullable: false,
    }),
  );

/** The words are in the document; a field may have the name `description`. */
const withoutProse = (key: string, value: unknown): unknown =>
  typeof value === 'string' && ['description', 'summary'].includes(key) ? undefined : value;

type Described = Readonly<{
  operationId: string;
  deprecated?: boolean;
  responses: Readonly<Record<string, object>>;
}>;
type Paths = Readonly<Record<string, Readonly<Record<string, Described>>>>;

/** The document without second spellings of a path, and without what all refusals look like. */
const successfulOnly = (): object => {
  const { components = {}, ...document } = openApiDocument();
  const paths = Object.entries(document.paths as unknown as Paths).map(([path, item]) => [
    path,
    Object.fromEntries(
      Object.entries(item)
        .filter(([, each]) => isCurrent(each))
        .map(successesOf),
    ),
  ]);
  const current = JSON.stringify(
    Object.fromEntries(paths.filter(([, item]) => Object.keys(item as object).length > 0)),
  );
  const responses = Object.entries(components.responses ?? {}).filter(([name]) =>
    current.includes(`"#/components/responses/${name}"`),
  );

  return {
    ...document,
    paths: JSON.parse(current) as object,
    components: { ...components, responses: Object.fromEntries(responses) as object },
  };
};

const isCurrent = ({ operationId, deprecated = false }: Described): boolean =>
  !deprecated && !operationId.endsWith('Alias');

const successesOf = ([method, operation]: [string, Described]): [string, Described] => {
  const successful = Object.entries(operation.responses).filter(([status]) =>
    status.startsWith('2'),
  );

  return [method, { ...operation, responses: Object.fromEntries(successful) }];
};
