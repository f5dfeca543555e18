import { Batcher, createBackoff, TimeoutError } from '../../../platform/concurrency/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import { UnsendableMessages, type Publisher } from '../../../platform/messaging/index.js';
import { startSpan } from '../../../platform/tracing/index.js';
import type { Publication, UnpublishedRow } from './outbox.js';
import type { Quarantine } from './quarantine.js';

export type PartitionQueueDeps = Readonly<{
  publisher: Publisher;
  logger: Logger;
  quarantine: Pick<Quarantine, 'add' | 'isHeld'>;
  onPublished: (publications: readonly Publication[]) => void;
  /** The outcome of a send is unknown, and nothing may be sent beside it. */
  onSendTimeout: (error: Error) => void;
}>;

export type PartitionQueue = Readonly<{
  add: (row: UnpublishedRow) => void;
  /** Drops what has not been sent and waits for the send under way. */
  stop: () => Promise<void>;
}>;

type TopicPartition = Readonly<{ topic: string; partition: number }>;

const limits = {
  maxBatch: 500,
  maxWeight: 512 * 1024,
  weightOf: ({ payload }: UnpublishedRow): number => Buffer.byteLength(payload) + 512,
};

/** Sends the rows of one topic-partition in order, in batches, independent of other partitions. */
export const createPartitionQueue = (
  target: TopicPartition,
  deps: PartitionQueueDeps,
): PartitionQueue => {
  const stopping = new AbortController();
  const context = { ...deps, ...target, signal: stopping.signal };
  const batcher = new Batcher<UnpublishedRow>((rows) => deliver(rows, context), limits);

  return {
    add: (row) => batcher.add(row),
    stop: async () => {
      stopping.abort();
      batcher.clear();
      await batcher.whenIdle();
    },
  };
};

type Context = PartitionQueueDeps & TopicPartition & Readonly<{ signal: AbortSignal }>;

/** Retries the same rows until they are acknowledged, however long the partition is in trouble. */
const deliver = async (batch: readonly UnpublishedRow[], context: Context): Promise<void> => {
  const { topic, partition, quarantine, logger, signal } = context;
  const rows = batch.filter((row) => !quarantine.isHeld(row));
  const backoff = createBackoff({ minMs: 100, maxMs: 5_000 });
  while (rows.length > 0 && !signal.aborted)
    try {
      context.onPublished(await send(rows, context));

      return;
    } catch (error) {
      if (error instanceof UnsendableMessages) return quarantineRefused(rows, error, context);
      if (error instanceof TimeoutError) {
        context.onSendTimeout(error);

        return;
      }
      logger.warn({ err: error, topic, partition }, 'partition accepts no messages');
      await backoff.wait(signal);
    }
};

const send = async (
  rows: readonly UnpublishedRow[],
  { publisher, topic, partition }: Context,
): Promise<Publication[]> => {
  const traced = rows.map((row) => withSpan(row, topic));
  const messages = traced.map(({ message }) => message);
  const base = await publisher.send(topic, partition, messages);
  for (const { end } of traced) end();

  return rows.map((row, index) => ({ row, partition, offset: base + BigInt(index) }));
};

/** What the message causes is traced as caused by its publication. */
const withSpan = ({ key, payload: value, headers }: UnpublishedRow, topic: string) => {
  const { traceparent: parent = null } = headers;
  const name = `publish ${topic}`;
  const span =
    parent === null ? null : startSpan({ service: 'bridge', name, kind: 'producer', parent });
  if (span === null) return { message: { key, value, headers }, end: () => undefined };
  const { traceparent, end } = span;

  return { message: { key, value, headers: { ...headers, traceparent } }, end };
};

/** Finds the row that the broker refuses by sending each alone. */
const quarantineRefused = async (
  rows: readonly UnpublishedRow[],
  error: Error,
  context: Context,
): Promise<void> => {
  const [first] = rows;
  if (first !== undefined && rows.length === 1) await context.quarantine.add(first, error.message);
  else for (const row of rows) await deliver([row], context);
};
