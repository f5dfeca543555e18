import { isLooseObject, type LooseValue, parseLooseObject, toJson } from './looseJson.js';

/** The part of a stream's metadata that reads obey. */
export type StreamMetadata = {
  readonly maxCount?: number;
  readonly maxAgeSeconds?: number;
  readonly truncateBefore?: number;
  readonly isSoftDeleted?: boolean;
};

/** 2^63 − 1, the `$tb` of a soft-deleted stream. */
const softDeleted = 2n ** 63n - 1n;
export const softDeleteMetadata = Buffer.from(`{"$tb":${softDeleted}}`);

const noMetadata: StreamMetadata = {};

export const isSoftDeleted = (metadata: StreamMetadata): boolean => metadata.isSoftDeleted ?? false;

/** Malformed JSON, or one wrong value, and the whole of it does not count. */
export const parseStreamMetadata = (data: Uint8Array): StreamMetadata => {
  const json = parseLooseObject(Buffer.from(data).toString());
  if (json === null || ![...json].every(isGood)) return noMetadata;
  const [maxCount, maxAgeSeconds, truncateBefore] = ['$maxCount', '$maxAge', '$tb'].map(
    (key) => json.get(key) as bigint | undefined,
  );

  return {
    ...(isPositive(maxCount) && { maxCount: Number(maxCount) }),
    ...(isPositive(maxAgeSeconds) && { maxAgeSeconds: Number(maxAgeSeconds) }),
    ...(isPositive(truncateBefore) && { truncateBefore: Number(truncateBefore) }),
    ...(truncateBefore === softDeleted && { isSoftDeleted: true }),
  };
};

/**
 * The same metadata with another `$tb`, as the server writes it when a deleted stream comes back to
 * life.
 */
export const withTruncateBefore = (data: Uint8Array, revision: number): Buffer => {
  const json = parseLooseObject(Buffer.from(data).toString()) ?? new Map<string, LooseValue>();

  return Buffer.from(toJson(new Map([...json, ['$tb', BigInt(revision)]])));
};

/** The first of `length` revisions that the metadata does not hide. */
export const firstVisible = (metadata: StreamMetadata, length: number): number =>
  isSoftDeleted(metadata)
    ? Infinity
    : Math.max(
        0,
        metadata.truncateBefore ?? 0,
        metadata.maxCount === undefined ? 0 : length - metadata.maxCount,
      );

const isPositive = (value: bigint | undefined): boolean => value !== undefined && value > 0n;

const isGood = ([key, value]: readonly [string, LooseValue]): boolean => {
  if (key === '$acl') return isAccessList(value);

  return wholeNumbers.has(key) ? typeof value === 'bigint' && value <= softDeleted : true;
};

const wholeNumbers: ReadonlySet<string> = new Set(['$maxCount', '$maxAge', '$tb', '$cacheControl']);

const isAccessList = (value: LooseValue): boolean =>
  isLooseObject(value) && [...value].every(([right, roles]) => rights.has(right) && isRoles(roles));

const rights: ReadonlySet<string> = new Set(['$r', '$w', '$d', '$mr', '$mw']);

const isRoles = (value: LooseValue): boolean =>
  typeof value === 'string' ||
  (Array.isArray(value) && value.every((role) => typeof role === 'string'));
