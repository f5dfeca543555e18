import { type ServerDuplexStream } from '@grpc/grpc-js';
import { type StreamWriter } from '../../store/writes/streamWriter.js';
import { type ProposedEvent } from '../../storage/record.js';
import {
  badRequest,
  type BatchAnswer,
  failed,
  timeout,
  toAnswer,
  tooLarge,
  toResponse,
} from './batchAnswers.js';
import { structured, targetOf, timeLeft } from './batchTarget.js';
import { commitTimeoutMs, withinCommitTimeout } from './commitTimeout.js';
import { CallError, shuttingDown } from '../errors.js';
import { type LiveCalls } from '../liveCalls.js';
import { appendSizeOf, largestAppend, toProposedEvent } from './proposedEvents.js';
import {
  type BatchAppendReq,
  type BatchAppendResp,
  type UUID,
  uuidMessage,
  uuidText,
} from '../wire.js';

type Call = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;

type OpenAppend = {
  readonly key: string;
  /** As it came: a client may compare it in its own form. */
  readonly correlationId: UUID;
  readonly stream: string;
  readonly expected: bigint;
  readonly events: ProposedEvent[];
  size: number;
  /** For so long it may stay incomplete. */
  readonly timeoutMs: number;
  /** Of one that did not come in a single message, as nearly all do. */
  timer?: NodeJS.Timeout;
};

/**
 * What a call may have under way before no more of it is read: appends that are being written, and
 * responses that the client does not take.
 */
const most = { writtenBytes: 16 * 1024 * 1024, unread: 1_000 };

/**
 * Streams.BatchAppend: many appends on one call, each with exactly one response of its correlation
 * id.
 */
export const batchAppend =
  (writer: StreamWriter, calls: LiveCalls) =>
  (call: Call): void => {
    new BatchAppendCall(call, writer).run(calls);
  };

class BatchAppendCall {
  readonly #call: Call;
  readonly #writer: StreamWriter;
  readonly #open = new Map<string, OpenAppend>();
  #writing = 0;
  #writtenBytes = 0;
  #hasEnded = false;
  #isOver = false;

  constructor(call: Call, writer: StreamWriter) {
    this.#call = call;
    this.#writer = writer;
  }

  run(calls: LiveCalls): void {
    const forget = calls.add(() => {
      if (this.#isOver) return;
      this.#abandon();
      this.#call.emit('error', shuttingDown());
    });
    const leave = (): void => {
      forget();
      this.#abandon();
    };
    this.#call.on('data', (chunk: BatchAppendReq) => {
      if (this.#isOver) return;
      this.#receive(chunk);
      if (this.#isFull()) this.#call.pause();
    });
    this.#call.on('drain', () => {
      this.#goOn();
    });
    this.#call.on('end', () => {
      this.#hasEnded = true;
      this.#endIfDone();
    });
    this.#call.on('cancelled', leave);
    this.#call.on('close', leave);
    this.#call.on('error', leave);
  }

  #receive(chunk: BatchAppendReq): void {
    const correlationId = chunk.getCorrelationId() ?? uuidMessage('');
    const options = chunk.getOptions();
    if (options !== undefined) this.#begin(correlationId, options);
    const append = this.#open.get(uuidText(correlationId));
    if (append === undefined) return;
    if (!this.#collect(append, chunk)) return;
    if (chunk.getIsFinal()) void this.#write(append);
    else append.timer ??= this.#startTimer(append);
  }

  #begin(correlationId: UUID, options: BatchAppendReq.Options): void {
    const key = uuidText(correlationId);
    if (this.#open.has(key)) return;
    const target = targetOf(options);
    if ('refused' in target) {
      this.#answer(correlationId, target.stream, target.refused);
      return;
    }
    const timeoutMs = Math.min(timeLeft(options), commitTimeoutMs);
    this.#open.set(key, { key, correlationId, ...target, events: [], size: 0, timeoutMs });
  }

  #startTimer({ key, correlationId, stream, timeoutMs }: OpenAppend): NodeJS.Timeout {
    return setTimeout(() => {
      this.#open.delete(key);
      this.#answer(structured(correlationId), stream, timeout());
    }, timeoutMs);
  }

  /** False when the append was refused. */
  #collect(append: OpenAppend, chunk: BatchAppendReq): boolean {
    try {
      for (const message of chunk.getProposedMessagesList()) {
        const event = toProposedEvent(message);
        append.size += appendSizeOf(event);
        append.events.push(event);
      }
    } catch (error) {
      this.#close(append, badRequest(error instanceof CallError ? error.details : String(error)));
      return false;
    }
    if (append.size <= largestAppend) return true;
    this.#close(append, tooLarge(largestAppend));

    return false;
  }

  async #write(append: OpenAppend): Promise<void> {
    this.#open.delete(append.key);
    clearTimeout(append.timer);
    this.#writing += 1;
    this.#writtenBytes += append.size;
    const answer = await this.#outcomeOf(append);
    this.#writing -= 1;
    this.#writtenBytes -= append.size;
    this.#answer(append.correlationId, append.stream, answer);
    this.#goOn();
    this.#endIfDone();
  }

  #isFull(): boolean {
    return this.#writtenBytes > most.writtenBytes || this.#call.writableLength > most.unread;
  }

  #goOn(): void {
    if (this.#call.isPaused() && !this.#isFull()) this.#call.resume();
  }

  async #outcomeOf(append: OpenAppend): Promise<BatchAnswer> {
    try {
      const result = await withinCommitTimeout(this.#writer.append(append));

      return result === 'timeout' ? timeout() : toAnswer(append, result);
    } catch (error) {
      return failed(error);
    }
  }

  #close(append: OpenAppend, answer: BatchAnswer): void {
    this.#open.delete(append.key);
    clearTimeout(append.timer);
    this.#answer(append.correlationId, append.stream, answer);
  }

  #answer(correlationId: UUID, stream: string | null, answer: BatchAnswer): void {
    if (!this.#isOver) this.#call.write(toResponse(correlationId, stream, answer));
  }

  #endIfDone(): void {
    if (!this.#hasEnded || this.#isOver || this.#writing > 0) return;
    this.#abandon();
    this.#call.end();
  }

  /** What has not arrived whole is dropped; what is being written goes on without an answer. */
  #abandon(): void {
    this.#isOver = true;
    for (const { timer } of this.#open.values()) clearTimeout(timer);
    this.#open.clear();
  }
}
