import { type ServerWritableStream } from '@grpc/grpc-js';
import { CallError, shuttingDown, toCallError } from '../errors.js';
import { type LiveCalls } from '../liveCalls.js';
import { type ReadReq, type ReadResp } from '../wire.js';

type Call = ServerWritableStream<ReadReq, ReadResp>;

/** A call that only sends: with backpressure, and ended once, by whoever comes first. */
export class Outgoing {
  readonly #call: Call;
  readonly #forget: () => void;
  /** Two kinds of waiting: a commit must not hurry a reader who has not drained what it got. */
  #drained: (() => void) | null = null;
  #awake: (() => void) | null = null;
  #isOver = false;

  constructor(call: Call, calls: LiveCalls) {
    this.#call = call;
    this.#forget = calls.add(() => {
      this.fail(shuttingDown());
    });
    const leave = (): void => {
      this.#close();
    };
    call.on('cancelled', leave);
    call.on('close', leave);
    call.on('error', leave);
    call.on('drain', () => this.#drained?.());
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Resolves when the next message may be sent; to false when there is nobody to send to any more. */
  async send(message: ReadResp): Promise<boolean> {
    if (!this.#isOver && !this.#call.write(message)) {
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
    }

    return !this.#isOver;
  }

  /** Resolves on the next `wake`, or when the call is over. */
  async sleep(): Promise<void> {
    if (this.#isOver) return;
    await new Promise<void>((resolve) => {
      this.#awake = resolve;
    });
  }

  wake(): void {
    this.#awake?.();
  }

  end(): void {
    if (this.#isOver) return;
    this.#close();
    this.#call.end();
  }

  fail(error: unknown): void {
    if (this.#isOver) return;
    this.#close();
    this.#call.emit('error', error instanceof CallError ? error : toCallError(error));
  }

  #close(): void {
    this.#isOver = true;
    this.#forget();
    this.#drained?.();
    this.#awake?.();
  }
}
