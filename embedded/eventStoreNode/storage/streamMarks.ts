/** Of every so many revisions of a stream the event is kept. */
const markEvery = 64;

type Marks = { readonly base: number; readonly events: number[] };

/** Where to begin to walk back from in a long stream. */
export class StreamMarks {
  readonly #marks = new Map<number, Marks>();

  add(stream: number, revision: number, event: number): void {
    if (!isMarked(revision)) return;
    const index = indexOf(revision);
    const marks = this.#marks.get(stream);
    if (marks !== undefined && marks.base + marks.events.length === index) marks.events.push(event);
    else this.#marks.set(stream, { base: index, events: [event] });
  }

  /** Forgets the last revision of the stream. */
  drop(stream: number, revision: number): void {
    if (isMarked(revision)) this.#marks.get(stream)?.events.pop();
  }

  /** The event of the first mark at or behind the revision, if there is one. */
  atOrBehind(stream: number, revision: number): number | undefined {
    const marks = this.#marks.get(stream);

    return marks?.events[indexOf(revision) - marks.base];
  }

  clear(): void {
    this.#marks.clear();
  }
}

const isMarked = (revision: number): boolean => (revision + 1) % markEvery === 0;
const indexOf = (revision: number): number => Math.ceil((revision + 1) / markEvery) - 1;
