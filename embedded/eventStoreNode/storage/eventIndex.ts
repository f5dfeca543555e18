import { firstAtLeast } from './chunks/chunk.js';
import { growingFloats, growingUints, type NumberList } from './growingArrays.js';
import { tombstoneMark } from './record.js';
import { StreamMarks } from './streamMarks.js';
import { StreamNames } from './streamNames.js';
import { neverWritten, type StreamView } from './streamView.js';

/**
 * Where everything is: 20 bytes per event, and a name per stream. Events are numbered in log order;
 * each knows its position, its stream, its revision and its predecessor in that stream; from the
 * marks of a long stream its old revisions are as near as its last. Two heads: `count` includes
 * what is still being written, `committed` only what is on disk.
 *
 * A scavenge takes events out, and numbers the rest anew: whoever waits for anything holds
 * positions, which stay, and no numbers.
 */
export class EventIndex {
  #positions = growingFloats();
  #streams = growingUints();
  #revisions = growingUints();
  #previous = growingUints();
  readonly #names = new StreamNames();
  readonly #heads = growingUints();
  readonly #lengths = growingUints();
  readonly #firsts = growingUints();
  readonly #tombstones = new Map<number, number>();
  readonly #marks = new StreamMarks();
  #committed = 0;

  get count(): number {
    return this.#positions.length;
  }

  get committed(): number {
    return this.#committed;
  }

  get streamCount(): number {
    return this.#names.count;
  }

  /** Position of the last event that is on disk, −1 when there is none. */
  get lastPosition(): number {
    return this.#committed === 0 ? -1 : this.positionOf(this.#committed - 1);
  }

  /** Appends the next event of the log; `tombstoneMark` is the revision of a tombstone. */
  add(stream: string, position: number, revision: number): void {
    this.#put(this.#numberFor(stream), position, revision);
  }

  /** Everything below this position is on disk. */
  commit(end: number): void {
    while (this.#committed < this.count && this.positionOf(this.#committed) < end) {
      this.#committed += 1;
    }
  }

  /** Forgets what is not committed. */
  rollBack(): void {
    while (this.count > this.#committed) {
      const event = this.count - 1;
      const number = this.#streams.get(event);
      this.#heads.set(number, this.#previous.get(event));
      if (this.#tombstones.get(number) === event) this.#tombstones.delete(number);
      else this.#shorten(number);
      for (const list of this.#columns()) list.length -= 1;
    }
  }

  /** Takes committed events out; the others get new numbers. */
  remove(isDead: (event: number) => boolean): void {
    const old = {
      positions: this.#positions,
      streams: this.#streams,
      revisions: this.#revisions,
      committed: this.#committed,
    };
    this.#clear();
    for (let event = 0; event < old.positions.length; event += 1) {
      if (event < old.committed && isDead(event)) this.#committed -= 1;
      else this.#put(old.streams.get(event), old.positions.get(event), old.revisions.get(event));
    }
  }

  positionOf(event: number): number {
    return this.#positions.get(event);
  }

  streamOf(event: number): number {
    return this.#streams.get(event);
  }

  revisionOf(event: number): number {
    return this.#revisions.get(event);
  }

  /** The number of the event at the position, −1 when none is there. */
  eventAt(position: number): number {
    const event = this.firstAtOrAfter(position);

    return event < this.count && this.positionOf(event) === position ? event : -1;
  }

  nameOf(stream: number): string {
    return this.#names.nameOf(stream);
  }

  /** Number of the first event at or after the position. */
  firstAtOrAfter(position: number): number {
    return firstAtLeast(this.#positions, position);
  }

  /** The stream when only the events below `before` count. */
  viewOf(name: string, before: number): StreamView {
    const number = this.#names.numberOf(name);
    if (number === undefined) return neverWritten;
    const tombstone = this.#tombstones.get(number) ?? -1;
    let length = this.#lengths.get(number);
    let event = this.#heads.get(number) - 1;
    for (; event >= before || (event >= 0 && event === tombstone); event = this.#before(event)) {
      if (event !== tombstone) length -= 1;
    }

    return {
      number,
      length,
      first: this.#firsts.get(number),
      head: event < 0 ? -1 : this.positionOf(event),
      tombstone: tombstone !== -1 && tombstone < before ? this.positionOf(tombstone) : -1,
    };
  }

  /**
   * The positions of revisions `from` (inclusive) to `to` (exclusive), ascending; those that are
   * still there.
   */
  positionsOf(name: string, from: number, to: number): Float64Array {
    const number = this.#names.numberOf(name);
    if (number === undefined) return new Float64Array(0);
    const first = Math.max(this.#firsts.get(number), from);
    const end = Math.min(this.#lengths.get(number), to);
    const positions = new Float64Array(Math.max(0, end - first));
    if (positions.length === 0) return positions;
    let event = this.#nearest(number, end);
    for (let revision = this.revisionOf(event); revision >= first; revision -= 1) {
      if (revision < end) positions[revision - first] = this.positionOf(event);
      event = this.#before(event);
    }

    return positions;
  }

  /** The event at or behind the revision before `end` that is known without walking back. */
  #nearest(number: number, end: number): number {
    const marked = this.#marks.atOrBehind(number, end - 1);
    if (marked !== undefined) return marked;
    const event = this.#heads.get(number) - 1;

    return event === this.#tombstones.get(number) ? this.#before(event) : event;
  }

  #put(number: number, position: number, revision: number): void {
    const event = this.count;
    this.#positions.push(position);
    this.#streams.push(number);
    this.#revisions.push(revision);
    this.#previous.push(this.#heads.get(number));
    this.#heads.set(number, event + 1);
    if (revision === tombstoneMark) this.#tombstones.set(number, event);
    else this.#lengthen(number, event, revision);
  }

  /** Behind a gap that a scavenge has left the stream begins anew. */
  #lengthen(number: number, event: number, revision: number): void {
    if (revision !== this.#lengths.get(number)) this.#firsts.set(number, revision);
    this.#lengths.set(number, revision + 1);
    this.#marks.add(number, revision, event);
  }

  #shorten(number: number): void {
    const revision = this.#lengths.get(number) - 1;
    this.#lengths.set(number, revision);
    this.#marks.drop(number, revision);
  }

  #before(event: number): number {
    return this.#previous.get(event) - 1;
  }

  #columns(): NumberList[] {
    return [this.#positions, this.#streams, this.#revisions, this.#previous];
  }

  /** Forgets the events, and keeps the numbers of the streams. */
  #clear(): void {
    this.#positions = growingFloats();
    this.#streams = growingUints();
    this.#revisions = growingUints();
    this.#previous = growingUints();
    for (const list of [this.#heads, this.#lengths, this.#firsts]) {
      for (let number = 0; number < list.length; number += 1) list.set(number, 0);
    }
    this.#tombstones.clear();
    this.#marks.clear();
  }

  #numberFor(name: string): number {
    const known = this.#names.numberOf(name);
    if (known !== undefined) return known;
    for (const list of [this.#heads, this.#lengths, this.#firsts]) list.push(0);

    return this.#names.add(name);
  }
}
