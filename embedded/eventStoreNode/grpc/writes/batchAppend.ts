import { type ServerDuplexStream } from '@grpc/grpc-js';
import { type StreamWriter } from '../../store/writes/streamWriter.js';
import {
  badRequest,
  type BatchAnswer,
  failed,
  timeout,
  toAnswer,
  tooLarge,
  toResponse,
} from './batchAnswers.js';
import { answerWriter } from './answerWriter.js';
import { structured, targetOf, timeLeft } from './batchTarget.js';
import { commitTimeoutMs, withinCommitTimeout } from './commitTimeout.js';
import { CallError, shuttingDown } from '../errors.js';
import { type LiveCalls } from '../liveCalls.js';
import { HeldBytes, memoryOfNamed } from './heldBytes.js';
import { mostOpen, OpenAppends, type OpenAppend } from './openAppends.js';
import { largestAppend, toProposedEvent } from './proposedEvents.js';
import {
  type BatchAppendReq,
  type BatchAppendResp,
  type UUID,
  uuidMessage,
  uuidText,
} from '../wire.js';

type Call = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;

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
  readonly #open = new OpenAppends();
  readonly #held: HeldBytes;
  readonly #writeAnswer: ReturnType<typeof answerWriter>;
  #writing = 0;
  #hasEnded = false;
  #isOver = false;

  constructor(call: Call, writer: StreamWriter) {
    this.#call = call;
    this.#held = new HeldBytes(call);
    this.#writeAnswer = answerWriter(call);
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
      if (!this.#isOver) this.#receive(chunk);
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
    if (this.#open.get(key) !== undefined) return;
    const target = targetOf(options);
    if ('refused' in target) {
      this.#answer(correlationId, target.stream, target.refused);
      return;
    }
    const timeoutMs = Math.min(timeLeft(options), commitTimeoutMs);
    const { stream, expected } = target;
    this.#open.begin({ key, correlationId, stream, expected, timeoutMs });
  }

  #startTimer(append: OpenAppend): NodeJS.Timeout {
    return setTimeout(() => {
      this.#open.leave(append);
      this.#answer(structured(append.correlationId), append.stream, timeout());
    }, append.timeoutMs);
  }

  /** False when the append was refused. */
  #collect(append: OpenAppend, chunk: BatchAppendReq): boolean {
    try {
      for (const message of chunk.getProposedMessagesList())
        this.#open.add(append, toProposedEvent(message));
    } catch (error) {
      this.#close(append, badRequest(error instanceof CallError ? error.details : String(error)));
      return false;
    }
    const isTooLarge = append.size > largestAppend;
    if (!isTooLarge && !this.#open.takeTooMuch()) return true;
    this.#close(append, tooLarge(isTooLarge ? largestAppend : mostOpen));

    return false;
  }

  async #write(append: OpenAppend): Promise<void> {
    this.#open.leave(append);
    this.#held.take(append.held);
    this.#writing += 1;
    const answer = await this.#outcomeOf(append);
    this.#writing -= 1;
    this.#answer(append.correlationId, append.stream, answer);
    this.#held.release(append.held);
    this.#endIfDone();
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
    this.#open.leave(append);
    this.#answer(append.correlationId, append.stream, answer);
  }

  #answer(correlationId: UUID, stream: string | null, answer: BatchAnswer): void {
    if (this.#isOver) return;
    const held = memoryOfNamed(stream);
    this.#held.take(held);
    this.#writeAnswer(toResponse(correlationId, stream, answer), () => {
      this.#held.release(held);
    });
  }

  #endIfDone(): void {
    if (!this.#hasEnded || this.#isOver || this.#writing > 0) return;
    this.#abandon();
    this.#call.end();
  }

  /** What has not arrived whole is dropped; what is being written goes on without an answer. */
  #abandon(): void {
    this.#isOver = true;
    this.#open.clear();
  }
}
