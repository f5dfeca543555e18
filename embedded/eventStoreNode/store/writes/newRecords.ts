import { randomUUID } from 'node:crypto';
import { type NewRecord, type ProposedEvent } from '../../storage/record.js';
import { emptyWrites } from '../streamNames.js';
import { parseUuid } from '../uuid.js';

/** Proposed events as records of a stream, the first of which has revision `first`. */
export const numbered = (
  stream: string,
  events: readonly ProposedEvent[],
  first: number,
): readonly NewRecord[] => {
  const created = ticks();

  return events.map(({ id, type, isJson, data, metadata }, i) => ({
    id,
    type,
    isJson,
    data,
    metadata,
    stream,
    revision: BigInt(first + i),
    created,
  }));
};

/** An event that the server itself writes. */
export const ownEvent = (type: string, data: Buffer): ProposedEvent => ({
  id: parseUuid(randomUUID()),
  type,
  isJson: true,
  data,
  metadata: Buffer.alloc(0),
});

/** What takes the place in the log of an append without events: no read shows it. */
export const emptyWrite = (): readonly NewRecord[] =>
  numbered(emptyWrites, [ownEvent('', Buffer.alloc(0))], 0);

/** Now, in units of 100 ns since 1970. */
export const ticks = (): bigint => BigInt(Date.now()) * 10_000n;
