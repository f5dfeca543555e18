import { type ErrorName, errorNameOf, KafkaError } from '../../protocol/errorCodes.js';
import type { Partition } from '../../storage/partition.js';
import type { Topics } from '../../storage/topics.js';
import { checkEpoch } from './checkEpoch.js';
import { endOfWait } from './endOfWait.js';

type Wanted = Readonly<{
  partition: number;
  /** The leader epoch that the client knows of, or -1. */
  knownEpoch: number;
  offset: number;
  maxBytes: number;
}>;

export type FetchRequest = Readonly<{
  /** For so long the response may wait for `minBytes`. */
  maxWaitMs: number;
  minBytes: number;
  maxBytes: number;
  /** Whether topics are named by their ids. */
  byId: boolean;
  topics: readonly Readonly<{ topic: string; partitions: readonly Wanted[] }>[];
}>;

export type FetchedPartition = Readonly<{
  partition: number;
  error: ErrorName;
  highWatermark: number;
  startOffset: number;
  records: Buffer;
}>;

export type FetchResult = Readonly<{ topic: string; partitions: readonly FetchedPartition[] }>;

/** However much a client would take at once; a larger batch is sent whole all the same. */
const largestResponse = 4 * 1024 * 1024;

const nothing = Buffer.alloc(0);

/**
 * Returns at once when there are `minBytes` or a partition has an error, otherwise after the append
 * that made it enough, or after `maxWaitMs`.
 */
export const fetchWhenReady = async (
  topics: Topics,
  request: FetchRequest,
): Promise<readonly FetchResult[]> => {
  const deadline = endOfWait(performance.now(), request.maxWaitMs);

  for (;;) {
    const left = deadline - performance.now();
    if (left <= 0) return fetchNow(topics, request);
    const results = mayBeEnough(topics, request) ? fetchNow(topics, request) : [];
    if (isEnough(results, request.minBytes)) return results;
    await appendOrTimeout(partitionsOf(topics, request), left);
  }
};

/** Nothing is read while it is certain that there is not enough, and no error. */
const mayBeEnough = (topics: Topics, request: FetchRequest): boolean => {
  const bytes = request.topics.flatMap(({ topic, partitions }) =>
    partitions.map(
      ({ partition, offset }) =>
        findTopic(topics, request, topic)?.partitions[partition]?.bytesFrom(offset) ?? Infinity,
    ),
  );

  return bytes.reduce((sum, count) => sum + count, 0) >= request.minBytes;
};

const fetchNow = (topics: Topics, request: FetchRequest): FetchResult[] => {
  let room = Math.min(request.maxBytes, largestResponse);
  let empty = true;
  const read = (topic: string, wanted: Wanted): FetchedPartition => {
    const fetched = readPartition(() => findPartition(topics, request, { topic, ...wanted }), {
      ...wanted,
      maxBytes: Math.max(0, Math.min(wanted.maxBytes, room)),
      atLeastOne: empty,
    });
    room -= fetched.records.length;
    empty &&= fetched.records.length === 0;

    return fetched;
  };

  return request.topics.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.map((wanted) => read(topic, wanted)),
  }));
};

const readPartition = (
  find: () => Partition,
  wanted: Wanted & Readonly<{ atLeastOne: boolean }>,
): FetchedPartition => {
  try {
    const partition = find();
    checkEpoch(wanted.knownEpoch);
    const records = partition.read(wanted.offset, wanted.maxBytes, wanted.atLeastOne);
    const { highWatermark, startOffset } = partition;

    return { partition: wanted.partition, error: 'NONE', highWatermark, startOffset, records };
  } catch (error) {
    return {
      partition: wanted.partition,
      error: errorNameOf(error),
      highWatermark: -1,
      startOffset: -1,
      records: nothing,
    };
  }
};

const findTopic = (topics: Topics, { byId }: FetchRequest, topic: string) =>
  byId ? topics.findById(topic) : topics.find(topic);

const findPartition = (
  topics: Topics,
  request: FetchRequest,
  { topic, partition }: Wanted & Readonly<{ topic: string }>,
): Partition => {
  const found = findTopic(topics, request, topic);
  if (found === undefined && request.byId) throw new KafkaError('UNKNOWN_TOPIC_ID');

  return topics.partition(found?.name ?? '', partition);
};

const isEnough = (results: readonly FetchResult[], minBytes: number): boolean => {
  const partitions = results.flatMap((result) => result.partitions);
  const bytes = partitions.reduce((sum, { records }) => sum + records.length, 0);

  return bytes >= minBytes || partitions.some(({ error }) => error !== 'NONE');
};

const partitionsOf = (topics: Topics, request: FetchRequest): Partition[] =>
  request.topics.flatMap(({ topic, partitions }) => {
    const found = findTopic(topics, request, topic)?.partitions ?? [];

    return partitions.flatMap(({ partition }) => found[partition] ?? []);
  });

const appendOrTimeout = (partitions: readonly Partition[], timeoutMs: number): Promise<void> =>
  new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      for (const unwatch of unwatchAll) unwatch();
      resolve();
    };
    const unwatchAll = partitions.map((partition) => partition.watch(finish));
    const timer = setTimeout(finish, timeoutMs);
  });
