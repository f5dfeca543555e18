import {
  Batcher,
  createAdaptiveDelay,
  startAfterPoll,
} from '../../../platform/concurrency/index.js';
import { type LogFile } from './logFile.js';

type PendingFrame = {
  readonly start: number;
  readonly bytes: Buffer;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
};

/**
 * What the log tells its owner, in this order: the heads move first, then the appends resolve.
 */
export type LogEvents = {
  /** Everything below `end` is on disk. */
  readonly onDurable: (end: number) => void;
  /** Everything that was not on disk is void, `end` is where the log ends now. */
  readonly onLost: (end: number) => void;
};

class LogWriteFailed extends Error {
  constructor(path: string, cause: unknown) {
    super(`writing ${path} failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.name = 'LogWriteFailed';
  }
}

/**
 * One fdatasync carries at most this much, so that the first writers of a burst do not wait for the
 * last.
 */
const largestGroup = 4 * 1024 * 1024;
/**
 * Between the groups of several writers, in milliseconds: a sync costs as much processor time as
 * several appends, so with many writers fewer and larger groups serve more of them. A writer who is
 * alone never waits for this.
 */
const groupDelayMs = 1;
/** The rest of the turn in which the first frame arrives joins its group. */
const grouping = {
  maxWeight: largestGroup,
  weightOf: ({ bytes }: PendingFrame): number => bytes.length,
  start: startAfterPoll,
  linger: createAdaptiveDelay({ busyFrom: 2, delayMs: groupDelayMs }),
};
/** How much of the file is filled with zeros ahead of the writes. */
const reserveSize = 1024 * 1024;

/**
 * The append-only file. Frames that arrive while a group is being synced form the next group: one
 * write and one fdatasync each. When a group fails, it and everything behind it is void, because
 * later frames were checked against its events; the file is cut back to its durable end before
 * anything else is written.
 */
export class EventLog {
  readonly #file: LogFile;
  readonly #events: LogEvents;
  readonly #groups = new Batcher<PendingFrame>((group) => this.#writeGroup(group), grouping);
  #writing: readonly PendingFrame[] = [];
  #end: number;
  #durableEnd: number;
  /** Up to here the file has blocks. */
  #reserved: number;
  #needsCut = false;
  #closed = false;

  constructor(file: LogFile, end: number, events: LogEvents) {
    this.#file = file;
    this.#events = events;
    this.#end = end;
    this.#durableEnd = end;
    this.#reserved = file.size();
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
    if (this.#closed) return Promise.reject(new LogWriteFailed(this.#file.path, 'it is closed'));
    const start = this.#end;
    this.#end += bytes.length;

    return new Promise<void>((resolve, reject) =>
      this.#groups.add({ start, bytes, resolve, reject }),
    );
  }

  /**
   * Up to `length` bytes from `position` on, also of frames that are not on disk yet; those only
   * frame by frame.
   */
  read(position: number, length: number): Buffer {
    if (position >= this.#durableEnd) return this.#readPending(position, length);
    const bytes = Buffer.allocUnsafe(Math.min(length, this.#durableEnd - position));
    const count = this.#file.read(bytes, position);

    return bytes.subarray(0, count);
  }

  /** Waits for what is under way, gives the reserve back, and closes the file. */
  async stop(): Promise<void> {
    this.#closed = true;
    await this.#groups.whenIdle();
    this.#cut();
    this.#file.close();
  }

  async #writeGroup(group: readonly PendingFrame[]): Promise<void> {
    this.#writing = group;
    try {
      if (this.#needsCut) this.#truncate();
      const bytes = Buffer.concat(group.map((frame) => frame.bytes));
      const end = this.#durableEnd + bytes.length;
      if (end > this.#reserved) this.#reserve(end + reserveSize);
      this.#needsCut = true;
      this.#file.write(bytes, this.#durableEnd);
      await this.#file.sync();
      this.#needsCut = false;
      this.#succeed(group, end);
    } catch (error) {
      this.#fail(error);
    }
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
    for (const frame of lost) frame.reject(new LogWriteFailed(this.#file.path, cause));
  }

  /** Without room for the reserve, the group itself may still fit. */
  #reserve(to: number): void {
    try {
      this.#file.reserve(Math.max(this.#reserved, this.#durableEnd), to);
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
    this.#file.truncate(this.#durableEnd);
    this.#reserved = this.#durableEnd;
    this.#needsCut = false;
  }

  #readPending(position: number, length: number): Buffer {
    const frame = [...this.#writing, ...this.#groups.waiting].find(
      ({ start, bytes }) => position >= start && position < start + bytes.length,
    );
    if (frame === undefined) throw new Error(`nothing is at position ${position}`);
    const offset = position - frame.start;

    return frame.bytes.subarray(offset, offset + length);
  }
}
