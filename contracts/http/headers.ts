import { z } from 'zod';

/**
 * `Idempotency-Key`: 8 to 128 of `A-Za-z0-9._:-`, bare or as a quoted string; parsed to the bare
 * form.
 */
export const idempotencyKey = z
  .string()
  .regex(/^(?:[A-Za-z0-9._:-]{8,128}|"[A-Za-z0-9._:-]{8,128}")$/)
  .transform((value) => value.replaceAll('"', ''));

/**
 * `If-Match`: the version in an `ETag` (`"7"`, parsed to 7), or `*` for any. A tag names the
 * version and not its bytes, so one that a compressing proxy has marked (`W/"7"`, `"7-gzip"`)
 * names the same. What a tag says after the version (`"7.1f0c22ab"`) is no part of the condition.
 */
export const ifMatch = z
  .string()
  .regex(/^(?:\*|(?:W\/)?"\d{1,15}(?:\.[0-9a-f]{8})?(?:-{1,2}(?:gzip|br|deflate|zstd))?")$/)
  .transform((value) => (value === '*' ? ('*' as const) : versionIn(unmarkedTag(value))));

const versionIn = (tag: string): number => Number(tag.slice(1, -1).split('.', 1)[0]);

/** Returns the `ETag` as it was sent, without what a proxy adds to it that compresses. */
export const unmarkedTag = (tag: string): string =>
  tag.replace(/^W\//, '').replace(/-{1,2}(?:gzip|br|deflate|zstd)"$/, '"');

/** `X-Min-Position`: a position in `$all`, from the `X-Position` of an earlier write. */
export const position = z
  .string()
  .regex(/^\d{1,20}$/)
  .transform(BigInt);

/**
 * Returns the `ETag` of a version. `rest` is eight hexadecimal digits of what the resource shows
 * beside it and its version does not count.
 */
export const entityTag = (version: number, rest?: string): string =>
  rest === undefined ? `"${version}"` : `"${version}.${rest}"`;
