/** The part of a stream's metadata that reads obey. */
export type StreamMetadata = {
  readonly maxCount?: number;
  readonly maxAgeSeconds?: number;
  readonly truncateBefore?: number;
};

/** 2^63 − 1, the `$tb` of a soft-deleted stream; as a number it is 2^63. */
const softDeletedFrom = 2 ** 63;
export const softDeleteMetadata = Buffer.from('{"$tb":9223372036854775807}');

const noMetadata: StreamMetadata = {};

export const isSoftDeleted = (metadata: StreamMetadata): boolean =>
  (metadata.truncateBefore ?? 0) >= softDeletedFrom;

/** Malformed JSON, or one wrong value, and the whole of it does not count. */
export const parseStreamMetadata = (data: Uint8Array): StreamMetadata => {
  const json = parseObject(data);
  const values = [json['$maxCount'], json['$maxAge'], json['$tb']];
  if (!values.every((value) => value === undefined || Number.isInteger(value))) return noMetadata;
  const [maxCount, maxAgeSeconds, truncateBefore] = values as (number | undefined)[];

  return {
    ...(maxCount !== undefined && maxCount > 0 && { maxCount }),
    ...(maxAgeSeconds !== undefined && maxAgeSeconds > 0 && { maxAgeSeconds }),
    ...(truncateBefore !== undefined && truncateBefore >= 0 && { truncateBefore }),
  };
};

/**
 * The same metadata with another `$tb`, as the server writes it when a deleted stream comes back to
 * life.
 */
export const withTruncateBefore = (data: Uint8Array, revision: number): Buffer =>
  Buffer.from(JSON.stringify({ ...parseObject(data), $tb: revision }));

const parseObject = (data: Uint8Array): Readonly<Record<string, unknown>> => {
  try {
    const json: unknown = JSON.parse(Buffer.from(data).toString());

    return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : {};
  } catch {
    return {};
  }
};
