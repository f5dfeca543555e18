import { type ServerWritableStream } from '@grpc/grpc-js';
import { CallError, shuttingDown, toCallError } from './errors.js';
import { type LiveCalls } from './liveCalls.js';
import { type ReadReq, type ReadResp } from './wire.js';

type Call = ServerWritableStream<ReadReq, ReadResp>;

/** A call that only sends: with backpressure, and ended once, by whoever comes first. */
export class Outgoing {
  readonly #call: Call;
  readonly #forget: () => void;
  #wake: (() => void) | null = null;
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
    call.on('drain', () => this.#wake?.());
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Resolves when the next message may be sent; to false when there is nobody to send to any more. */
  async send(message: ReadResp): Promise<boolean> {
    if (!this.#isOver && !this.#call.write(message)) await this.#woken();

    return !this.#isOver;
  }

  /** Resolves on `wake`, or when the call is over. */
  async waitFor(subscribe: (wake: () => void) => void): Promise<void> {
    const woken = this.#woken();
    subscribe(() => this.#wake?.());
    await woken;
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

  async #woken(): Promise<void> {
    if (this.#isOver) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = null;
  }

  #close(): void {
    this.#isOver = true;
    this.#forget();
    this.#wake?.();
  }
}
