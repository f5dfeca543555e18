import type { AllStreamRecordedEvent, RecordedEvent } from '@eventstore/db-client';
import type { EventMetadata, StoredEvent } from '../types.js';

/** The client's record in our words: revision as a number, position as a bigint, time as a text. */
export const toStoredEvent = (
  record: RecordedEvent | AllStreamRecordedEvent,
  commitPosition?: bigint,
): StoredEvent => ({
  id: record.id,
  stream: record.streamId,
  type: record.type,
  data: record.data as object,
  metadata: (record.metadata ?? {}) as unknown as EventMetadata,
  revision: Number(record.revision),
  position: record.position?.commit ?? commitPosition ?? 0n,
  recordedAt: record.created.toISOString(),
});
