import type { Logger } from '../../../platform/logging/index.js';
import {
  partitionOf,
  type Publisher,
  UnsendableMessages,
} from '../../../platform/messaging/index.js';
import type { BridgeMetrics } from '../metrics.js';
import { type FeedMessage, feedMessages } from './feedMessages.js';
import type { FeedRow } from './feedRow.js';

type Deps = Readonly<{ publisher: Publisher; logger: Logger; metrics: BridgeMetrics }>;

/**
 * Resolves when the broker has acknowledged them; throws as a PartitionPublisher does. A message
 * that the broker refuses for what it is, is logged and left out: later values replace it.
 */
export const publishRows = async (deps: Deps, rows: readonly FeedRow[]): Promise<void> => {
  const now = new Date().toISOString();
  const batches = new Map<string, FeedMessage[]>();
  for (const message of rows.flatMap((row) => feedMessages(row, now))) {
    const target = `${message.topic}/${partitionOf(message.key)}`;
    batches.set(target, [...(batches.get(target) ?? []), message]);
  }
  await Promise.all([...batches.values()].map((batch) => sendBatch(deps, batch)));
};

/** All of one topic and partition. */
const sendBatch = async (deps: Deps, batch: readonly FeedMessage[]): Promise<void> => {
  const [first] = batch;
  if (first === undefined) return;
  const { topic, key } = first;
  try {
    await deps.publisher.send(topic, partitionOf(key), batch.map(toRecord));
    deps.metrics.published.inc({ topic }, batch.length);
  } catch (error) {
    if (!(error instanceof UnsendableMessages)) throw error;
    if (batch.length > 1) for (const message of batch) await sendBatch(deps, [message]);
    else deps.logger.error({ err: error, topic, key }, 'product message refused by the broker');
  }
};

const toRecord = ({ key, headers, payload }: FeedMessage) => ({
  key,
  headers,
  value: JSON.stringify(payload),
});
