/**
 * Returns whether a value, of which nothing is known, is a `T`. Of a record more fields may come.
 */
export type Shape<T> = (value: unknown) => value is T;

export type ShapeOf<S> = S extends Shape<infer T> ? T : never;

/** Somebody else looks at it. */
export const anything: Shape<unknown> = (_): _ is unknown => true;

export const text: Shape<string> = (value): value is string => typeof value === 'string';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const uuid: Shape<string> = (value): value is string =>
  typeof value === 'string' && uuidPattern.test(value);

/** 0, 1, 2, … */
export const count: Shape<number> = (value): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

/** A whole number, which may be negative. */
export const whole: Shape<number> = (value): value is number => Number.isSafeInteger(value);

const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[-+]\d\d:?\d\d)$/;

/** ISO 8601, with a time zone. */
export const time: Shape<string> = (value): value is string =>
  typeof value === 'string' && timePattern.test(value);

export const oneOf = <const T extends string>(...values: readonly T[]): Shape<T> => {
  const known = new Set<unknown>(values);

  return (value): value is T => known.has(value);
};

export const nullable =
  <T>(isValue: Shape<T>): Shape<T | null> =>
  (value): value is T | null =>
    value === null || isValue(value);

/** For a field that may be absent, as in the events from before there was such a field. */
export const optional =
  <T>(isValue: Shape<T>): Shape<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || isValue(value);

export const list =
  <T>(isItem: Shape<T>): Shape<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every(isItem);

type Fields = Readonly<Record<string, Shape<unknown>>>;

type OptionalNames<F extends Fields> = {
  [Name in keyof F]: unknown extends ShapeOf<F[Name]>
    ? never
    : undefined extends ShapeOf<F[Name]>
      ? Name
      : never;
}[keyof F];

export type RecordOf<F extends Fields> = {
  readonly [Name in Exclude<keyof F, OptionalNames<F>>]: ShapeOf<F[Name]>;
} & { readonly [Name in OptionalNames<F>]?: Exclude<ShapeOf<F[Name]>, undefined> };

export const record = <F extends Fields>(fields: F): Shape<RecordOf<F>> => {
  const checks = Object.entries(fields);

  return (value): value is RecordOf<F> => {
    if (!isObject(value)) return false;
    for (const [name, isField] of checks) if (!isField(value[name])) return false;

    return true;
  };
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
