import { type ServerWritableStream } from '@grpc/grpc-js';
import { CallError, shuttingDown, toCallError } from '../errors.js';
import { type LiveCalls } from '../liveCalls.js';
import { type ReadReq, type ReadResp } from '../wire.js';

/** An event comes as the bytes that go over the wire. */
export type ReadMessage = ReadResp | Buffer;

type Call = ServerWritableStream<ReadReq, ReadMessage>;

/** A call that only sends: with backpressure, and ended once, by whoever comes first. */
export class Outgoing {
  readonly #call: Call;
  readonly #forget: () => void;
  /** Two kinds of waiting: a commit must not hurry a reader who has not drained what it got. */
  #drained: (() => void) | null = null;
  #notified: (() => void) | null = null;
  #isOver = false;

  constructor(call: Call, calls: LiveCalls) {
    this.#call = call;
    this.#forget = calls.add(() => {
      this.fail(shuttingDown());
    });
    const close = (): void => {
      this.#close();
    };
    call.on('cancelled', close);
    call.on('close', close);
    call.on('error', close);
    call.on('drain', () => this.#drained?.());
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Resolves when the next message may be sent; to false when the call is over. */
  async send(message: ReadMessage): Promise<boolean> {
    if (!this.#isOver && !this.#call.write(message)) {
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
    }

    return !this.#isOver;
  }

  /** Resolves on the next `notify`, or when the call is over. */
  async wait(): Promise<void> {
    if (this.#isOver) return;
    await new Promise<void>((resolve) => {
      this.#notified = resolve;
    });
  }

  notify(): void {
    this.#notified?.();
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
    this.#notified?.();
  }
}
