import { codeOf, type ErrorName } from '../protocol/errorCodes.js';
import type { Writer } from '../protocol/writer.js';
import { type KafkaApi, noThrottle } from './api.js';

const key = 18;
const versions = [0, 3] as const;

const flexibleFrom = 3;

/** Lists the versions of all APIs that clients may use. */
export const createApiVersions = (others: readonly KafkaApi[]): KafkaApi => ({
  key,
  versions,
  serve: ({ version }) => {
    const served = [...others, { key, versions }].sort((a, b) => a.key - b.key);

    return (out) => writeResponse(out, { version, error: 'NONE', served });
  },
});

/**
 * Newer clients begin with a version that is not served here. After this response, in version 0,
 * they request one that is.
 */
export const refuseVersion = (out: Writer): void =>
  writeResponse(out, { version: 0, error: 'UNSUPPORTED_VERSION', served: [{ key, versions }] });

type Response = Readonly<{
  version: number;
  error: ErrorName;
  served: readonly Pick<KafkaApi, 'key' | 'versions'>[];
}>;

const writeResponse = (out: Writer, { version, error, served }: Response): void => {
  if (version >= flexibleFrom) out.beFlexible();
  out.int16(codeOf(error));
  const writeApi = (api: Pick<KafkaApi, 'key' | 'versions'>): Writer =>
    out.int16(api.key).int16(api.versions[0]).int16(api.versions[1]);
  out.array(served, (api) => writeApi(api).tags());
  if (version >= 1) out.int32(noThrottle);
  out.tags();
};
