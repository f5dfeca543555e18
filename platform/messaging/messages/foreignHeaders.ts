import type { IHeaders } from 'kafkajs';

/** Of a record: bytes, or null, which Kafka allows; the types of kafkajs do not know null. */
export type HeaderValue = string | Buffer | null;

/** All values of each name, in their order. */
export type ForeignHeaders = Readonly<Record<string, readonly HeaderValue[]>>;

/**
 * Returns the headers of a record as they came. Where a name is one that every object has, such as
 * `constructor`, kafkajs takes what that is for a first value.
 */
export const foreignHeadersOf = (headers: IHeaders = {}): ForeignHeaders =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]: readonly [string, unknown]) => [
      name,
      (Array.isArray(value) ? value : [value]).filter(isHeaderValue),
    ]),
  );

/** Returns the last value of the name as text; null where there is none. */
export const lastText = (headers: ForeignHeaders, name: string): string | null =>
  (Object.hasOwn(headers, name) ? headers[name] : undefined)?.at(-1)?.toString() ?? null;

const isHeaderValue = (value: unknown): value is HeaderValue =>
  value === null || typeof value === 'string' || Buffer.isBuffer(value);
