import { randomUUID } from 'node:crypto';
import { frameHeaderSize, openFrame, sealFrame } from '../../storage/frame.js';
import { type EventLog } from '../../storage/eventLog.js';
import {
  type NewRecord,
  encodeRecord,
  type ProposedEvent,
  sizeOfRecord,
  tombstoneRevision,
} from '../../storage/record.js';
import { judge, type StreamHead, type Verdict } from './expectedRevision.js';
import { revivalAfter } from './revival.js';
import { type HeadDeps, headOf } from './streamHeads.js';
import { softDeleteMetadata } from '../streamMetadata.js';
import { metastreamOf } from '../streamNames.js';
import { parseUuid } from '../uuid.js';

export type AppendRequest = {
  readonly stream: string;
  readonly expected: bigint;
  readonly events: readonly ProposedEvent[];
};

export type Written = {
  readonly kind: 'written';
  /** Revision of the last event of the write; −1 when there is none. */
  readonly revision: bigint;
  /** Position of the last event of the write; null when nothing was to be written. */
  readonly position: number | null;
};

export type WriteResult =
  Written | { readonly kind: 'wrong'; readonly current: number } | { readonly kind: 'deleted' };

type WriterDeps = HeadDeps & { readonly log: EventLog };

/**
 * Decides and writes, one request after the other in the order of the calls. Decisions are made on
 * the newest state, synced or not; no result is given before what it rests on is on disk. All
 * methods reject with LogWriteFailed when the disk refuses: then nothing of the request was
 * written.
 */
export class StreamWriter {
  readonly #deps: WriterDeps;
  #lastWrite: Promise<void> = Promise.resolve();

  constructor(deps: WriterDeps) {
    this.#deps = deps;
  }

  async append(request: AppendRequest): Promise<WriteResult> {
    const { stream, expected, events } = request;
    const head = headOf(this.#deps, stream, events);
    const verdict = judge(head, expected, events.length);
    if (verdict.kind === 'write' && events.length > 0) {
      const records = numbered(stream, events, head.current + 1);

      return this.#commit(records, revivalAfter(this.#deps, stream, records));
    }

    return this.#whenDurable(this.#resultOf(stream, head, verdict), () => this.append(request));
  }

  /** Soft delete: the stream reads as missing until somebody writes to it again. */
  async delete(stream: string, expected: bigint): Promise<WriteResult> {
    const events = [newEvent('$metadata', softDeleteMetadata)];
    const head = headOf(this.#deps, stream, events);
    const isMissing = head.current < 0 && !head.hasMetadata;
    const verdict = judge(head, expected, events.length);
    if (verdict.kind === 'write' && !isMissing) {
      const metastream = metastreamOf(stream);
      const { length } = this.#deps.index.viewOf(metastream, Infinity);

      return this.#commit(numbered(metastream, events, length), []);
    }
    const refusal: Verdict = verdict.kind === 'write' ? { kind: 'wrong', current: -1 } : verdict;

    return this.#whenDurable(this.#resultOf(stream, head, refusal), () =>
      this.delete(stream, expected),
    );
  }

  /** Hard delete, for ever. */
  async tombstone(stream: string, expected: bigint): Promise<WriteResult> {
    const tombstone = { ...newEvent('$streamDeleted', Buffer.alloc(0)), isJson: false };
    const head = headOf(this.#deps, stream, [tombstone]);
    const verdict = judge(head, expected, 1);
    if (verdict.kind === 'write') {
      return this.#commit(
        [{ ...tombstone, stream, revision: tombstoneRevision, created: ticks() }],
        [],
      );
    }

    return this.#whenDurable(this.#resultOf(stream, head, verdict), () =>
      this.tombstone(stream, expected),
    );
  }

  /** Writes `records` and, behind them in the same frame, what the server itself adds. */
  async #commit(
    records: readonly NewRecord[],
    additions: readonly NewRecord[],
  ): Promise<WriteResult> {
    const { log } = this.#deps;
    const all = additions.length === 0 ? records : [...records, ...additions];
    const frame = openFrame(all.reduce((sum, record) => sum + sizeOfRecord(record), 0));
    let offset = frameHeaderSize;
    let position: number | null = null;
    for (const [i, record] of all.entries()) {
      const at = log.end + offset;
      if (i < records.length) position = at;
      this.#addToIndex(record, at);
      offset = encodeRecord(record, frame, offset);
    }
    this.#lastWrite = log.append(sealFrame(frame, log.durableEnd));
    await this.#lastWrite;

    return {
      kind: 'written',
      revision: records.at(-1)?.revision ?? -1n,
      position,
    };
  }

  #addToIndex(record: NewRecord, position: number): void {
    const { index, recent } = this.#deps;
    const event = index.add(record.stream, position, record.revision === tombstoneRevision);
    recent.add(index.streamOf(event), record.id, event);
  }

  #resultOf(stream: string, head: StreamHead, verdict: Verdict): WriteResult {
    if (verdict.kind === 'wrong' || verdict.kind === 'deleted') return verdict;
    if (verdict.kind === 'write') {
      return { kind: 'written', revision: BigInt(head.current), position: null };
    }
    const { index, events } = this.#deps;
    const event =
      verdict.by === 'recent'
        ? verdict.event
        : (index.eventsOf(
            index.viewOf(stream, Infinity),
            verdict.revision,
            verdict.revision + 1,
          )[0] ?? -1);
    const { revision, position } = events.one(event);

    return { kind: 'written', revision, position };
  }

  /**
   * Waits until everything that the result may rest on is on disk; decides again when that failed.
   */
  async #whenDurable(result: WriteResult, again: () => Promise<WriteResult>): Promise<WriteResult> {
    const { index } = this.#deps;
    if (index.committed === index.count) return result;
    try {
      await this.#lastWrite;
    } catch {
      return again();
    }

    return result;
  }
}

const numbered = (
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

const newEvent = (type: string, data: Buffer): ProposedEvent => ({
  id: parseUuid(randomUUID()),
  type,
  isJson: true,
  data,
  metadata: Buffer.alloc(0),
});

/** Now, in units of 100 ns since 1970. */
const ticks = (): bigint => BigInt(Date.now()) * 10_000n;
