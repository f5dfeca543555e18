import { KafkaError } from '../protocol/errorCodes.js';
import {
  batchHeaderLength,
  batchSize,
  type BatchHeader,
  isBatchIntact,
  readBatchHeader,
} from '../protocol/recordBatch.js';
import { openRecords } from '../protocol/records.js';
import type { LogSettings } from './topicSettings.js';

/** Returns the header of a batch that the topic may have. Throws the KafkaError of its rule. */
export const checkBatch = (batch: Buffer, settings: LogSettings): BatchHeader => {
  if (batch.length < batchHeaderLength) throw new KafkaError('CORRUPT_MESSAGE');
  const header = readBatchHeader(batch);
  if (header.magic !== 2) throw new KafkaError('UNSUPPORTED_FOR_MESSAGE_FORMAT');
  if (batch.length > settings.maxMessageBytes) throw new KafkaError('MESSAGE_TOO_LARGE');
  if (batchSize(batch, 0) !== batch.length) throw new KafkaError('CORRUPT_MESSAGE');
  if (!isBatchIntact(batch)) throw new KafkaError('CORRUPT_MESSAGE');
  if (header.transactional) throw new KafkaError('INVALID_TXN_STATE');
  if (header.control || header.recordCount !== header.lastOffsetDelta + 1)
    throw new KafkaError('INVALID_RECORD');
  requireTime(header, settings);
  if (settings.compacts) requireKeys(header, batch);

  return header;
};

/** A record from the future would keep its segment for as long. */
const requireTime = (
  { baseTimestamp, maxTimestamp }: BatchHeader,
  { maxPastMs, maxFutureMs }: LogSettings,
): void => {
  const now = Date.now();
  if (maxTimestamp - now > maxFutureMs || (baseTimestamp >= 0 && now - baseTimestamp > maxPastMs))
    throw new KafkaError('INVALID_TIMESTAMP');
};

/** Without a key nobody knows which older record one replaces. */
const requireKeys = (header: BatchHeader, batch: Buffer): void => {
  const records = openRecords(header, batch);
  while (records?.next() === true)
    if (!records.hasKey)
      throw new KafkaError('INVALID_RECORD', 'A compacted topic cannot take a record without key');
};
