import { growingFloats, growingUints } from './growingArrays.js';

/** A stream as it is when only the first so many events of the log count. */
export type StreamView = {
  /** −1 when the name was never written to. */
  readonly number: number;
  /** Events without the tombstone; the current revision is one less. */
  readonly length: number;
  /** Event number of the last event without the tombstone, −1 when there is none. */
  readonly head: number;
  /** Event number of the tombstone, −1 when there is none. */
  readonly tombstone: number;
};

/** Of every so many events of a stream the number is kept, to begin to walk back from. */
const markEvery = 64;

const noStream: StreamView = { number: -1, length: 0, head: -1, tombstone: -1 };

/**
 * Where everything is: 16 bytes per event, and a name per stream. Events are numbered in log order;
 * each knows its position, its stream and its predecessor in that stream; from the marks of a long
 * stream its old revisions are as near as its last. Two heads: `count` includes what is still being
 * written, `committed` only what is on disk.
 */
export class EventIndex {
  readonly #positions = growingFloats();
  readonly #streams = growingUints();
  readonly #previous = growingUints();
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #heads = growingUints();
  readonly #lengths = growingUints();
  readonly #tombstones = new Map<number, number>();
  readonly #marks = new Map<number, number[]>();
  #committed = 0;

  get count(): number {
    return this.#positions.length;
  }

  get committed(): number {
    return this.#committed;
  }

  get streamCount(): number {
    return this.#names.length;
  }

  /** Appends the next event of the log and returns its number. */
  add(stream: string, position: number, isTombstone: boolean): number {
    const event = this.count;
    const number = this.#numberFor(stream);
    this.#positions.push(position);
    this.#streams.push(number);
    this.#previous.push(this.#heads.get(number));
    this.#heads.set(number, event + 1);
    if (isTombstone) this.#tombstones.set(number, event);
    else this.#lengthen(number, event);

    return event;
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
      for (const list of [this.#positions, this.#streams, this.#previous]) list.length -= 1;
    }
  }

  positionOf(event: number): number {
    return this.#positions.get(event);
  }

  streamOf(event: number): number {
    return this.#streams.get(event);
  }

  nameOf(stream: number): string {
    return this.#names[stream] ?? '';
  }

  /** Number of the first event at or after the position. */
  firstAtOrAfter(position: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.positionOf(middle) < position) low = middle + 1;
      else high = middle;
    }

    return low;
  }

  /** The stream when only the events below `before` count. */
  viewOf(name: string, before: number): StreamView {
    const number = this.#numbers.get(name);
    if (number === undefined) return noStream;
    const tombstone = this.#tombstones.get(number) ?? -1;
    let length = this.#lengths.get(number);
    let event = this.#heads.get(number) - 1;
    for (; event >= before || (event >= 0 && event === tombstone); event = this.#before(event)) {
      if (event !== tombstone) length -= 1;
    }

    return { number, length, head: event, tombstone: tombstone < before ? tombstone : -1 };
  }

  /** The event numbers of revisions `from` (inclusive) to `to` (exclusive), ascending. */
  eventsOf(view: StreamView, from: number, to: number): Uint32Array {
    const first = Math.max(0, from);
    const end = Math.min(view.length, to);
    const events = new Uint32Array(Math.max(0, end - first));
    if (events.length === 0) return events;
    let { revision, event } = this.#nearest(view, end);
    for (; revision >= first; revision -= 1) {
      if (revision < end) events[revision - first] = event;
      event = this.#before(event);
    }

    return events;
  }

  /** The event at or behind the revision before `end` that is known without walking back. */
  #nearest({ number, length, head }: StreamView, end: number): { revision: number; event: number } {
    const count = Math.ceil(end / markEvery) * markEvery;
    const event = count < length ? this.#marks.get(number)?.[count / markEvery - 1] : undefined;

    return event === undefined
      ? { revision: length - 1, event: head }
      : { revision: count - 1, event };
  }

  #lengthen(number: number, event: number): void {
    const length = this.#lengths.get(number) + 1;
    this.#lengths.set(number, length);
    if (length % markEvery !== 0) return;
    const marks = this.#marks.get(number);
    if (marks === undefined) this.#marks.set(number, [event]);
    else marks.push(event);
  }

  #shorten(number: number): void {
    const length = this.#lengths.get(number);
    if (length % markEvery === 0) this.#marks.get(number)?.pop();
    this.#lengths.set(number, length - 1);
  }

  #before(event: number): number {
    return this.#previous.get(event) - 1;
  }

  #numberFor(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#names.length;
    this.#numbers.set(name, number);
    this.#names.push(name);
    this.#heads.push(0);
    this.#lengths.push(0);

    return number;
  }
}
