import { z } from 'zod';

/**
 * `Idempotency-Key`: 8 to 128 of `A-Za-z0-9._:-`, bare or as a quoted string; parsed to the bare
 * form.
 */
export const idempotencyKey = z
  .string()
  .regex(/^(?:[A-Za-z0-9._:-]{8,128}|"[A-Za-z0-9._:-]{8,128}")$/)
  .transform((value) => value.replaceAll('"', ''));

/** `If-Match`: the version in an `ETag` (`"7"`, parsed to 7), or `*` for any. */
export const ifMatch = z
  .string()
  .regex(/^(?:\*|"\d{1,15}")$/)
  .transform((value) => (value === '*' ? ('*' as const) : Number(value.slice(1, -1))));

/** `X-Min-Position`: a position in `$all`, from the `X-Position` of an earlier write. */
export const position = z
  .string()
  .regex(/^\d{1,20}$/)
  .transform(BigInt);

/** Returns the `ETag` of a version. */
export const entityTag = (version: number): string => `"${version}"`;
