import { codeOf, type ErrorName, errorNameOf, KafkaError } from '../../protocol/errorCodes.js';
import type { Reader } from '../../protocol/reader.js';
import type { Writer } from '../../protocol/writer.js';
import { type KafkaApi, type Broker, noThrottle } from '../api.js';

type Data = Readonly<{ partition: number; batch: Buffer }>;
type Result = Readonly<{
  partition: number;
  error: ErrorName;
  /** What is wrong with the records, for people. */
  detail: string | null;
  baseOffset: number;
  startOffset: number;
}>;
type Appended = Readonly<{ topic: string; results: readonly Result[] }>;

const acksInUse = [-1, 0, 1];

/**
 * The response to any acks comes when the records are durable. Versions 10 and 11 add what only
 * several brokers and transactions need.
 */
export const produce: KafkaApi = {
  key: 0,
  versions: [3, 11],
  flexibleFrom: 9,
  serve: async ({ version, body }, broker) => {
    const { acks, topics } = readRequest(body);
    const appended = await Promise.all(
      topics.map(async ({ topic, data }) => ({
        topic,
        results: await Promise.all(data.map((item) => append(broker, { topic, acks, ...item }))),
      })),
    );

    return acks === 0 ? null : (out) => writeResponse(out, version, appended);
  },
};

const readRequest = ({ nullableString, int16, int32, structures, string, bytes }: Reader) => {
  nullableString(); // transactional id
  const acks = int16();
  int32(); // timeout
  const readData = (): Data => ({ partition: int32(), batch: bytes() });
  const topics = structures(() => ({ topic: string(), data: structures(readData) }));

  return { acks, topics };
};

const append = async (
  { topics }: Broker,
  { topic, acks, partition, batch }: Data & Readonly<{ topic: string; acks: number }>,
): Promise<Result> => {
  try {
    if (!acksInUse.includes(acks)) throw new KafkaError('INVALID_REQUIRED_ACKS');
    const log = topics.partition(topic, partition);
    const baseOffset = await log.append(batch);

    return { partition, error: 'NONE', detail: null, baseOffset, startOffset: log.startOffset };
  } catch (error) {
    const name = errorNameOf(error);

    return { partition, error: name, detail: detailOf(error), baseOffset: -1, startOffset: -1 };
  }
};

const detailOf = (error: unknown): string | null =>
  error instanceof KafkaError && error.error === 'INVALID_RECORD' ? error.message : null;

const writeResponse = (out: Writer, version: number, appended: readonly Appended[]): void => {
  out.array(appended, ({ topic, results }) => {
    out.string(topic).array(results, (result) => writeResult(out, version, result));
    out.tags();
  });
  out.int32(noThrottle).tags();
};

const writeResult = (
  out: Writer,
  version: number,
  { partition, error, detail, baseOffset, startOffset }: Result,
): void => {
  out.int32(partition).int16(codeOf(error)).int64(baseOffset);
  out.int64(-1); // append time: records keep the time of their producer
  if (version >= 5) out.int64(startOffset);
  if (version >= 8) out.array([], Boolean).string(detail); // no errors of single records
  out.tags();
};
