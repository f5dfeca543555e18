import { frameHeaderSize, openFrame, sealFrame } from '../../storage/frame.js';
import { type EventLog } from '../../storage/eventLog.js';
import {
  type NewRecord,
  encodeRecord,
  indexedRevision,
  type ProposedEvent,
  sizeOfRecord,
  tombstoneRevision,
} from '../../storage/record.js';
import { judge, streamIsDeleted, type Verdict } from './expectedRevision.js';
import { emptyWrite, numbered, ownEvent, ticks } from './newRecords.js';
import { revivalAfter } from './revival.js';
import { hasId, type HeadDeps, headOf, isOriginalTombstoned } from './streamHeads.js';
import { firstVisible, softDeleteMetadata } from '../streamMetadata.js';
import { emptyWrites, metastreamOf } from '../streamNames.js';

export type AppendRequest = {
  readonly stream: string;
  readonly expected: bigint;
  readonly events: readonly ProposedEvent[];
};

export type Written = {
  readonly kind: 'written';
  /** Revision of the last event of the write; −1 when there is none. */
  readonly revision: bigint;
  /**
   * Position of the last event of the write; null for a repetition whose events no read shows any
   * more.
   */
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
    if (verdict.kind !== 'write') {
      return this.#whenDurable(this.#resultOf(stream, verdict), () => this.append(request));
    }
    const records = events.length > 0 ? numbered(stream, events, head.current + 1) : emptyWrite();
    const position = await this.#commit(
      records,
      revivalAfter(this.#deps, stream, { records: events.length > 0 ? records : [], head }),
    );

    return { kind: 'written', revision: BigInt(head.current + events.length), position };
  }

  /** Soft delete: the stream reads as missing until somebody writes to it again. */
  async delete(stream: string, expected: bigint): Promise<WriteResult> {
    const events = [ownEvent('$metadata', softDeleteMetadata)];
    const head = headOf(this.#deps, stream, events);
    const metastream = metastreamOf(stream);
    const { length, tombstone } = this.#deps.index.viewOf(metastream, Infinity);
    const isMissing = head.current < 0 && !head.hasMetadata;
    const verdict = tombstone === -1 ? judge(head, expected, events.length) : streamIsDeleted;
    if (verdict.kind === 'write' && !isMissing) {
      const position = await this.#commit(numbered(metastream, events, length), []);

      return { kind: 'written', revision: BigInt(length), position };
    }
    const refusal: Verdict = verdict.kind === 'write' ? { kind: 'wrong', current: -1 } : verdict;

    return this.#whenDurable(this.#resultOf(stream, refusal), () => this.delete(stream, expected));
  }

  /** Hard delete, for ever. */
  async tombstone(stream: string, expected: bigint): Promise<WriteResult> {
    const tombstone = { ...ownEvent('$streamDeleted', Buffer.alloc(0)), isJson: false };
    const head = headOf(this.#deps, stream, [tombstone]);
    const verdict = judge(head, expected, 1);
    if (verdict.kind === 'write') {
      const record = { ...tombstone, stream, revision: tombstoneRevision, created: ticks() };
      const position = await this.#commit([record], []);

      return { kind: 'written', revision: tombstoneRevision, position };
    }

    return this.#whenDurable(this.#resultOf(stream, verdict), () =>
      this.tombstone(stream, expected),
    );
  }

  /**
   * Resolves when all that was called before is on disk, or void. What was decided anew, since what
   * it rested on was void, counts as called before, too.
   */
  async whenSettled(): Promise<void> {
    const { log } = this.#deps;
    const { end } = log;
    while (log.durableEnd < Math.min(end, log.end)) await this.#lastWrite.catch(() => undefined);
  }

  /**
   * Writes `records` and, behind them in the same frame, what the server itself adds. Resolves to
   * the position of the last of the records.
   */
  async #commit(records: readonly NewRecord[], additions: readonly NewRecord[]): Promise<number> {
    const { index, log } = this.#deps;
    const all = additions.length === 0 ? records : [...records, ...additions];
    const frame = openFrame(all.reduce((sum, record) => sum + sizeOfRecord(record), 0));
    let offset = frameHeaderSize;
    const positions: number[] = [];
    for (const record of all) {
      const at = log.end + offset;
      positions.push(at);
      index.add(record.stream, at, indexedRevision(record.revision));
      offset = encodeRecord(record, frame, offset);
    }
    this.#lastWrite = log.append(sealFrame(frame, log.durableEnd));
    all.forEach((record, i) => {
      this.#remember(record, positions[i] ?? 0);
    });
    await this.#lastWrite;

    return positions[records.length - 1] ?? 0;
  }

  #remember({ stream, id }: NewRecord, position: number): void {
    if (stream === emptyWrites) return;
    const { recent } = this.#deps;
    recent.add(id, position, (known) => known < position && hasId(this.#deps, known, id));
  }

  #resultOf(stream: string, verdict: Exclude<Verdict, { kind: 'write' }>): Found {
    if (verdict.kind !== 'repeated') return { result: verdict, isOnDisk: true };
    const { index, events } = this.#deps;
    const found =
      verdict.by === 'recent'
        ? verdict.position
        : (index.positionsOf(stream, verdict.revision, verdict.revision + 1)[0] ?? -1);
    const { revision, position } = events.one(found);
    const isReadable = Number(revision) >= firstReadable(this.#deps, stream);

    return {
      result: { kind: 'written', revision, position: isReadable ? position : null },
      isOnDisk: position < this.#deps.log.durableEnd,
    };
  }

  /**
   * Waits until everything that the result may rest on is on disk; decides again when that failed.
   */
  async #whenDurable(
    { result, isOnDisk }: Found,
    again: () => Promise<WriteResult>,
  ): Promise<WriteResult> {
    const { index } = this.#deps;
    if (index.committed === index.count) return result;
    try {
      await this.#lastWrite;
    } catch {
      return again();
    }

    return isOnDisk ? result : new Promise<never>(() => undefined);
  }
}

/**
 * What is known without a write. A repetition that comes while its original is being written gets
 * no answer, as on EventStoreDB: its caller runs into the commit time-out, and knows the next time.
 */
type Found = { readonly result: WriteResult; readonly isOnDisk: boolean };

/** The first revision that reads of the stream show; none when it is deleted. */
const firstReadable = ({ index, metadata }: HeadDeps, stream: string): number => {
  const { length } = index.viewOf(stream, Infinity);

  return isOriginalTombstoned(index, stream)
    ? Infinity
    : firstVisible(metadata.of(stream, Infinity), length);
};
