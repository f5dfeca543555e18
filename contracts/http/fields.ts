import { z } from 'zod';

/** An id in a path, query or body. UUIDs are equal whatever the case of their letters. */
export const id = z.guid().toLowerCase();

/**
 * Time in HTTP: ISO 8601 with any offset is parsed to UTC with milliseconds. Postgres has no
 * year 0.
 */
export const time = z.iso
  .datetime({ offset: true })
  .transform((value) => new Date(value).toISOString())
  .pipe(z.iso.datetime())
  .refine((value) => !value.startsWith('0000'), 'There is no year 0');

/** A count of units in stock. */
export const units = z
  .int()
  .min(0)
  .max(1_000_000_000)
  .refine((value) => !Object.is(value, -0), 'Must not be negative zero');

/** `?page` and `?limit` of every list. */
export const paging = {
  page: z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'An integer from 1 to 999999')
    .transform(Number)
    .default(1),
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/, 'An integer from 1 to 100')
    .transform(Number)
    .default(20),
};

/** Fields of a list beside its items. */
export const pageOf = { page: z.int().min(1), limit: z.int().min(1), total: z.int().min(0) };

/** The body of a request without fields: none, or an empty object. */
export const noBody = z.strictObject({});

/** The path parameter of a single resource. */
export const idParams = z.strictObject({ id });
