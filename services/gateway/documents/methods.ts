import { operations } from '../../../contracts/openapi/index.js';

type Pattern = Readonly<{ shape: RegExp; methods: readonly string[] }>;

/** Returns the methods that the API has at this path, none for a path that it does not have. */
export const methodsOf = (path: string): readonly string[] => {
  const plain = path.endsWith('/') ? path.slice(0, -1) : path;

  return [
    ...new Set(patterns().flatMap(({ shape, methods }) => (shape.test(plain) ? methods : []))),
  ];
};

let known: readonly Pattern[] | null = null;

const patterns = (): readonly Pattern[] => (known ??= operations.flatMap(toPatterns));

const toPatterns = ({ method, path, alias }: (typeof operations)[number]): Pattern[] =>
  [path, ...(alias === undefined ? [] : [alias])].map((way) => ({
    shape: new RegExp(`^${way.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    methods: method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()],
  }));
