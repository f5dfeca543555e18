import fc from 'fast-check';

/** JSON Schema as the OpenAPI document has it; only what our schemas use is read. */
export type Schema = Readonly<{
  $ref?: string;
  type?: string | readonly string[];
  const?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
}>;

export type Components = Readonly<Record<string, Schema>>;

/** Stands for an id that exists when the request is sent; see `substitute`. */
export const placeholder = (kind: string): fc.Arbitrary<string> =>
  fc.nat(1_000).map((index) => `@${kind}:${index}`);

/** Names whose values are worth more when they exist. */
const known: Readonly<Record<string, string>> = {
  productId: 'product',
  itemId: 'item',
  refreshToken: 'refresh',
};

/** Values that the schema accepts, most of them; `name` is the property or parameter. */
export const valuesOf = (
  schema: Schema,
  components: Components,
  name = '',
): fc.Arbitrary<unknown> => {
  const kind = known[name];
  if (kind !== undefined) return fc.oneof({ weight: 4, arbitrary: placeholder(kind) }, fc.uuid());
  if (schema.$ref !== undefined)
    return valuesOf(components[schema.$ref.split('/').at(-1) ?? ''] ?? {}, components, name);
  const choices = choicesOf(schema);

  return choices === undefined
    ? ofType(schema, components)
    : fc.oneof(...choices.map((choice) => valuesOf(choice, components, name)));
};

const choicesOf = (schema: Schema): readonly Schema[] | undefined => {
  const { anyOf, oneOf, type } = schema;

  return (
    (anyOf ?? oneOf)?.map(within(schema)) ??
    (Array.isArray(type) ? toChoices(schema, type) : undefined)
  );
};

/** An alternative holds beside what the schema says for all of them. */
const within =
  ({ anyOf: _, oneOf: __, ...common }: Schema) =>
  (choice: Schema): Schema => ({
    ...common,
    ...choice,
    required: [...(common.required ?? []), ...(choice.required ?? [])],
  });

const toChoices = (schema: Schema, types: readonly string[]): Schema[] =>
  types.map((type) => ({ ...schema, type }));

const ofType = (schema: Schema, components: Components): fc.Arbitrary<unknown> => {
  const { minimum = -1_000_000, maximum = 1_000_000 } = schema;
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (String(schema.type)) {
    case 'string':
      return textsOf(schema);
    case 'integer':
      return fc.integer({
        min: Math.max(minimum, -(2 ** 31)),
        max: Math.min(maximum, 2 ** 31 - 1),
      });
    case 'number':
      return fc.integer({ min: minimum * 100, max: maximum * 100 }).map((cents) => cents / 100);
    case 'boolean':
      return fc.boolean();
    case 'array':
      return listsOf(schema, components);
    case 'object':
      return objectsOf(schema, components);
    default:
      return fc.constant(null);
  }
};

const listsOf = ({ items = {}, minItems = 0, maxItems = 3 }: Schema, components: Components) =>
  fc.array(valuesOf(items, components), { minLength: minItems, maxLength: Math.min(maxItems, 3) });

const objectsOf = ({ properties = {}, required = [] }: Schema, components: Components) =>
  fc.record(
    Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [
        name,
        valuesOf(schema, components, name),
      ]),
    ),
    { requiredKeys: required.filter((name) => name in properties) },
  );

const textsOf = ({ format, pattern, minLength = 0, maxLength = 40 }: Schema) => {
  if (format === 'uuid') return fc.uuid();
  if (format === 'email') return fc.uuid().map((unique) => `${unique}@example.org`);
  if (format === 'date-time')
    return fc
      .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString());
  const lengths = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) };
  if (pattern === undefined) return fc.string(lengths);

  return nestedRepetition.test(pattern)
    ? fc.string(lengths).filter((text) => new RegExp(pattern).test(text))
    : matching(pattern);
};

/** Texts are not made from such a pattern in any time, but many texts match it by chance. */
const nestedRepetition = /[*+][^()]*\)[*+{]/;

/** Not every pattern can be generated from; one that cannot is fuzzed with any text. */
const matching = (pattern: string): fc.Arbitrary<string> => {
  try {
    return fc.stringMatching(new RegExp(pattern));
  } catch {
    return fc.string();
  }
};

const nasty = [
  '',
  '\u0000',
  '\ud800',
  '__proto__',
  "' OR 1=1; --",
  '$all',
  'order-../x',
  '..',
  'a\r\nb: c',
  '\u001b[31m',
  '😀'.repeat(20),
  'x'.repeat(10_000),
  '1e309',
  '9'.repeat(30),
  '%00',
  '{{7*7}}',
  '/etc/passwd',
] as const;

const nastyNumbers = [-0, -1, 0, 1.5, 0.001, 1e21, 2 ** 31, 2 ** 53, 2 ** 53 + 2, -1e308] as const;

export const nastyTexts: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

/** What a field should not be. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  nastyTexts,
  fc.constantFrom(...nastyNumbers),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant(JSON.parse(`${'['.repeat(30)}${']'.repeat(30)}`)),
);
