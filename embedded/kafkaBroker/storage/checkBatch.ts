import { KafkaError } from '../protocol/errorCodes.js';
import {
  batchHeaderLength,
  batchSize,
  type BatchHeader,
  isBatchIntact,
  readBatchHeader,
} from '../protocol/recordBatch.js';
import { requireRecords } from './checkRecords.js';
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
  if (header.control) throw new KafkaError('INVALID_RECORD', 'Only a broker writes markers');
  requireTime(header, settings);
  requireRecords(header, batch, settings.compacts);

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
