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
import { HeldBytes, memoryOf, memoryOfNamed } from './heldBytes.js';
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
  /** What it takes in memory, bytes. */
  held: number;
  /** For so long it may stay incomplete. */
  readonly timeoutMs: number;
  /** Of one that did not come in a single message, as nearly all do. */
  timer?: NodeJS.Timeout;
};

/** What the incomplete appends of one call may take in memory, bytes: one beyond it is refused. */
const mostOpen = 128 * 1024 * 1024;

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
  readonly #held: HeldBytes;
  #openBytes = 0;
  #writing = 0;
  #hasEnded = false;
  #isOver = false;

  constructor(call: Call, writer: StreamWriter) {
    this.#call = call;
    this.#held = new HeldBytes(call);
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
    if (this.#open.has(key)) return;
    const target = targetOf(options);
    if ('refused' in target) {
      this.#answer(correlationId, target.stream, target.refused);
      return;
    }
    const timeoutMs = Math.min(timeLeft(options), commitTimeoutMs);
    const held = memoryOfNamed(target.stream);
    this.#open.set(key, { key, correlationId, ...target, events: [], size: 0, held, timeoutMs });
    this.#openBytes += held;
  }

  #startTimer(append: OpenAppend): NodeJS.Timeout {
    return setTimeout(() => {
      this.#leave(append);
      this.#answer(structured(append.correlationId), append.stream, timeout());
    }, append.timeoutMs);
  }

  /** False when the append was refused. */
  #collect(append: OpenAppend, chunk: BatchAppendReq): boolean {
    try {
      for (const message of chunk.getProposedMessagesList()) {
        const event = toProposedEvent(message);
        append.size += appendSizeOf(event);
        append.held += memoryOf(event);
        this.#openBytes += memoryOf(event);
        append.events.push(event);
      }
    } catch (error) {
      this.#close(append, badRequest(error instanceof CallError ? error.details : String(error)));
      return false;
    }
    const isTooLarge = append.size > largestAppend;
    if (!isTooLarge && this.#openBytes <= mostOpen) return true;
    this.#close(append, tooLarge(isTooLarge ? largestAppend : mostOpen));

    return false;
  }

  async #write(append: OpenAppend): Promise<void> {
    this.#leave(append);
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
    this.#leave(append);
    this.#answer(append.correlationId, append.stream, answer);
  }

  /** It is not open any more. */
  #leave(append: OpenAppend): void {
    if (!this.#open.delete(append.key)) return;
    clearTimeout(append.timer);
    this.#openBytes -= append.held;
  }

  #answer(correlationId: UUID, stream: string | null, answer: BatchAnswer): void {
    if (this.#isOver) return;
    const held = memoryOfNamed(stream);
    this.#held.take(held);
    this.#call.write(toResponse(correlationId, stream, answer), () => {
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
    for (const { timer } of this.#open.values()) clearTimeout(timer);
    this.#open.clear();
  }
}
