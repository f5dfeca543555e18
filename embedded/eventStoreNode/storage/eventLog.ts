import { type LogChunks } from './chunks/logChunks.js';
import { createFrameGroups, LogWriteFailed, type PendingFrame } from './frameGroups.js';
import { type LogWindow, nowhere } from './logWindow.js';

/**
 * What the log tells its owner, in this order: the heads move first, then the appends resolve.
 */
export type LogEvents = {
  /** Everything below `end` is on disk. */
  readonly onDurable: (end: number) => void;
  /** Everything that was not on disk is void, `end` is where the log ends now. */
  readonly onLost: (end: number) => void;
  /** Another file is complete. */
  readonly onRolled: () => void;
};

/** How much of the file is filled with zeros ahead of the writes. */
const reserveSize = 1024 * 1024;
/** A file that has so much is ended before the next group, and another one begun. */
export const usualChunkSize = 32 * 1024 * 1024;

export type LogState = {
  /** Where the log ends. */
  readonly end: number;
  readonly chunkSize: number;
};

/**
 * The append-only log. Frames that arrive while a group is being synced form the next group: one
 * write and one fdatasync each. When a group fails, it and everything behind it is void, because
 * later frames were checked against its events; the log is cut back to its durable end before
 * anything else is written.
 */
export class EventLog {
  readonly #chunks: LogChunks;
  readonly #chunkSize: number;
  readonly #events: LogEvents;
  readonly #groups = createFrameGroups((group) => this.#writeGroup(group));
  #writing: readonly PendingFrame[] = [];
  #end: number;
  #durableEnd: number;
  /** Up to here the file has blocks. */
  #reserved: number;
  #needsCut = false;
  #wantsRoll = false;
  #closed = false;

  constructor(chunks: LogChunks, { end, chunkSize }: LogState, events: LogEvents) {
    this.#chunks = chunks;
    this.#chunkSize = chunkSize;
    this.#events = events;
    this.#end = end;
    this.#durableEnd = end;
    this.#reserved = chunks.active.reservedTo();
  }

  /** Where the next frame will begin. */
  get end(): number {
    return this.#end;
  }

  get durableEnd(): number {
    return this.#durableEnd;
  }

  /** Resolves after the fdatasync of the frame's group. */
  append(bytes: Buffer): Promise<void> {
    if (this.#closed) return Promise.reject(new LogWriteFailed(this.#path, 'it is closed'));
    const start = this.#end;
    this.#end += bytes.length;

    return new Promise<void>((resolve, reject) =>
      this.#groups.add({ start, bytes, resolve, reject }),
    );
  }

  /** Ends the file that is written to, if anything is in it, and begins another one. */
  async roll(): Promise<void> {
    if (this.#durableEnd === this.#chunks.active.start) return;
    this.#wantsRoll = true;
    await this.append(Buffer.alloc(0));
  }

  /**
   * The log from the record at `position` on: to the one at `last`, or to where its file ends, and
   * `extra` bytes more. Of what is not on disk yet there is the frame.
   */
  window(position: number, last: number, extra: number): LogWindow {
    if (position >= this.#durableEnd) return this.#pendingFrame(position);
    const chunk = this.#chunks.at(position);
    const start = chunk.offsetOf(position);
    if (start === -1) return nowhere;
    const { active } = this.#chunks;
    const length = Math.max(0, chunk.offsetOf(last) - start) + extra;
    const most = chunk === active ? this.#durableEnd - position : Infinity;
    const bytes = Buffer.allocUnsafe(Math.min(length, most));
    const count = chunk.file.read(bytes, start);

    return {
      bytes: bytes.subarray(0, count),
      offsetOf: (wanted) => chunk.offsetOf(wanted) - start,
    };
  }

  /** Waits for what is under way, gives the reserve back, and closes the file. */
  async stop(): Promise<void> {
    this.#closed = true;
    await this.#groups.whenIdle();
    this.#cut();
    this.#chunks.close();
  }

  async #writeGroup(group: readonly PendingFrame[]): Promise<void> {
    this.#writing = group;
    try {
      if (this.#needsCut) this.#truncate();
      if (this.#isToRoll()) await this.#roll();
      const bytes = Buffer.concat(group.map((frame) => frame.bytes));
      const end = this.#durableEnd + bytes.length;
      if (end > this.#reserved) this.#reserve(end + reserveSize);
      this.#needsCut = true;
      this.#chunks.active.write(bytes, this.#durableEnd);
      await this.#chunks.active.sync();
      this.#needsCut = false;
      this.#succeed(group, end);
    } catch (error) {
      this.#fail(error);
    }
  }

  #isToRoll(): boolean {
    return this.#wantsRoll || this.#durableEnd - this.#chunks.active.start >= this.#chunkSize;
  }

  async #roll(): Promise<void> {
    this.#truncate();
    await this.#chunks.roll(this.#durableEnd);
    this.#wantsRoll = false;
    this.#reserved = this.#durableEnd;
    this.#events.onRolled();
  }

  #succeed(group: readonly PendingFrame[], end: number): void {
    this.#durableEnd = end;
    this.#writing = [];
    this.#events.onDurable(end);
    for (const frame of group) frame.resolve();
  }

  #fail(cause: unknown): void {
    const lost = [...this.#writing, ...this.#groups.clear()];
    this.#writing = [];
    this.#end = this.#durableEnd;
    this.#cut();
    this.#events.onLost(this.#durableEnd);
    for (const frame of lost) frame.reject(new LogWriteFailed(this.#path, cause));
  }

  /** Without room for the reserve, the group itself may still fit. */
  #reserve(to: number): void {
    try {
      this.#chunks.active.reserve(Math.max(this.#reserved, this.#durableEnd), to);
      this.#reserved = to;
    } catch {
      this.#truncate();
    }
  }

  /**
   * At once, so that a crash leaves no half group; once more before the next write if that fails.
   */
  #cut(): void {
    try {
      this.#truncate();
    } catch {
      this.#needsCut = true;
    }
  }

  #truncate(): void {
    this.#chunks.active.truncate(this.#durableEnd);
    this.#reserved = this.#durableEnd;
    this.#needsCut = false;
  }

  get #path(): string {
    return this.#chunks.active.file.path;
  }

  #pendingFrame(position: number): LogWindow {
    const frame = [...this.#writing, ...this.#groups.waiting].find(
      ({ start, bytes }) => position >= start && position < start + bytes.length,
    );
    if (frame === undefined) throw new Error(`nothing is at position ${position}`);

    return { bytes: frame.bytes, offsetOf: (wanted) => wanted - frame.start };
  }
}
