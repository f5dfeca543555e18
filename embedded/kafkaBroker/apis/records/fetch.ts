import { codeOf } from '../../protocol/errorCodes.js';
import type { Reader } from '../../protocol/reader.js';
import type { Writer } from '../../protocol/writer.js';
import { type KafkaApi, noThrottle } from '../api.js';
import {
  type FetchedPartition,
  type FetchRequest,
  type FetchResult,
  fetchWhenReady,
} from './fetchWhenReady.js';

const noSession = 0;

/** From this version on topics are named by their ids. */
const byIdFrom = 13;

export const fetch: KafkaApi = {
  key: 1,
  versions: [4, 17],
  flexibleFrom: 12,
  serve: async ({ version, body }, { topics }) => {
    const request = readRequest(body, version);
    // sessions are not supported: their clients get an error, and fetch in full
    if (request.sessionEpoch > 0)
      return (out) =>
        writeHead(out, version, 'FETCH_SESSION_ID_NOT_FOUND').array([], Boolean).tags();
    const results = await fetchWhenReady(topics, request);

    return (out) => writeResponse(out, version, results);
  },
};

const readRequest = (
  { int8, int32, int64, uuid, string, structures }: Reader,
  version: number,
): FetchRequest & Readonly<{ sessionEpoch: number }> => {
  if (version < 15) int32(); // replica id
  const maxWaitMs = int32();
  const minBytes = int32();
  const maxBytes = int32();
  int8(); // isolation level: there are no transactions
  if (version >= 7) int32(); // session id
  const sessionEpoch = version >= 7 ? int32() : 0;
  const readPartition = () => {
    const partition = int32();
    const knownEpoch = version >= 9 ? int32() : -1;
    const offset = int64();
    if (version >= 12) int32(); // leader epoch of the record before
    if (version >= 5) int64(); // the follower's log start offset

    return { partition, knownEpoch, offset, maxBytes: int32() };
  };
  const byId = version >= byIdFrom;
  const topics = structures(() => ({
    topic: byId ? uuid() : string(),
    partitions: structures(readPartition),
  }));

  return { maxWaitMs, minBytes, maxBytes, sessionEpoch, byId, topics };
};

const writeHead = (
  out: Writer,
  version: number,
  error: 'NONE' | 'FETCH_SESSION_ID_NOT_FOUND',
): Writer => {
  out.int32(noThrottle);

  return version >= 7 ? out.int16(codeOf(error)).int32(noSession) : out;
};

const writeResponse = (out: Writer, version: number, results: readonly FetchResult[]): void => {
  writeHead(out, version, 'NONE').array(results, ({ topic, partitions }) => {
    if (version >= byIdFrom) out.uuid(topic);
    else out.string(topic);
    out.array(partitions, (partition) => writePartition(out, version, partition)).tags();
  });
  out.tags();
};

const writePartition = (
  out: Writer,
  version: number,
  { partition, error, highWatermark, startOffset, records }: FetchedPartition,
): void => {
  out.int32(partition).int16(codeOf(error)).int64(highWatermark).int64(highWatermark);
  if (version >= 5) out.int64(startOffset);
  out.array([], Boolean); // aborted transactions
  if (version >= 11) out.int32(-1); // preferred read replica
  out.bytes(records).tags();
};
