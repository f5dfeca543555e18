import { type sendUnaryData, type ServerReadableStream } from '@grpc/grpc-js';
import { anyRevision, noStream, streamExists } from '../../store/writes/expectedRevision.js';
import { isStreamName } from '../../store/streamNames.js';
import {
  type AppendRequest,
  type StreamWriter,
  type WriteResult,
} from '../../store/writes/streamWriter.js';
import { type ProposedEvent } from '../../storage/record.js';
import { withinCommitTimeout } from './commitTimeout.js';
import {
  maximumAppendSizeExceeded,
  shuttingDown,
  streamDeleted,
  timedOut,
  toCallError,
  unknown,
} from '../errors.js';
import { type LiveCalls } from '../liveCalls.js';
import { expectedRevisionOf } from './expectedRevisionOf.js';
import { memoryOf } from './heldBytes.js';
import { appendSizeOf, largestAppend, toProposedEvent } from './proposedEvents.js';
import { type AppendReq, type AppendResp, empty, streamNameOf, streams } from '../wire.js';

/**
 * Streams.Append: options first, then events one by one, then the half-close that starts the write.
 */
export const append =
  (writer: StreamWriter, calls: LiveCalls) =>
  (
    call: ServerReadableStream<AppendReq, AppendResp>,
    callback: sendUnaryData<AppendResp>,
  ): void => {
    let isOver = false;
    const finish = (error: unknown, response?: AppendResp): void => {
      if (isOver) return;
      isOver = true;
      forget();
      if (response === undefined) callback(toCallError(error));
      else callback(null, response);
    };
    const forget = calls.add(() => {
      finish(shuttingDown());
    });
    const collected = new CollectedAppend();
    call.on('data', (message: AppendReq) => {
      if (isOver) return;
      try {
        collected.add(message);
      } catch (error) {
        finish(error);
      }
    });
    call.on('error', finish);
    call.on('cancelled', () => {
      isOver = true;
      forget();
    });
    call.on('end', () => {
      if (isOver) return;
      write(writer, collected).then((response) => {
        finish(null, response);
      }, finish);
    });
  };

/** What one append may take in memory, bytes: MaxAppendSize counts the data alone. */
const mostHeld = 128 * 1024 * 1024;

class CollectedAppend {
  readonly #events: ProposedEvent[] = [];
  #size = 0;
  #held = 0;
  #target: { readonly stream: string; readonly expected: bigint } | null = null;

  add(message: AppendReq): void {
    const options = message.getOptions();
    if (this.#target === null) {
      if (options === undefined) throw unknown('The first message of an append must be options.');
      this.#target = targetOf(options);
      return;
    }
    const proposed = message.getProposedMessage();
    if (proposed === undefined) throw unknown('Only events may follow the options of an append.');
    const event = toProposedEvent(proposed);
    this.#size += appendSizeOf(event);
    this.#held += memoryOf(event);
    if (this.#size > largestAppend) throw maximumAppendSizeExceeded(largestAppend);
    if (this.#held > mostHeld) throw maximumAppendSizeExceeded(mostHeld);
    this.#events.push(event);
  }

  request(): AppendRequest {
    if (this.#target === null) throw unknown('An append without options.');

    return { ...this.#target, events: this.#events };
  }
}

const targetOf = (options: AppendReq.Options): { stream: string; expected: bigint } => {
  const stream = streamNameOf(options.getStreamIdentifier());
  if (!isStreamName(stream)) throw unknown(`'${stream}' is not a stream name.`);

  const revision = { isSet: options.hasRevision(), text: options.getRevision() };

  return { stream, expected: expectedRevisionOf(options, revision) };
};

const write = async (writer: StreamWriter, collected: CollectedAppend): Promise<AppendResp> => {
  const request = collected.request();
  const result = await withinCommitTimeout(writer.append(request));
  if (result === 'timeout') throw timedOut('WriteEvents');
  if (result.kind === 'deleted') throw streamDeleted(request.stream);

  return toResponse(request, result);
};

const toResponse = (
  { expected }: AppendRequest,
  result: Exclude<WriteResult, { kind: 'deleted' }>,
): AppendResp => {
  const response = new streams.AppendResp();
  if (result.kind === 'written') response.setSuccess(successMessage(result));
  else response.setWrongExpectedVersion(wrongVersionMessage(expected, result.current));

  return response;
};

const successMessage = (result: WriteResult & { kind: 'written' }): AppendResp.Success => {
  const success = new streams.AppendResp.Success();
  if (result.revision < 0n) success.setNoStream(empty());
  else success.setCurrentRevision(String(result.revision));
  if (result.position === null) return success.setNoPosition(empty());
  const position = new streams.AppendResp.Position();
  position.setCommitPosition(String(result.position));
  position.setPreparePosition(String(result.position));

  return success.setPosition(position);
};

/** With the twins of the fields that 20.6 clients read. */
const wrongVersionMessage = (
  expected: bigint,
  current: number,
): AppendResp.WrongExpectedVersion => {
  const message = new streams.AppendResp.WrongExpectedVersion();
  if (current < 0) message.setCurrentNoStream(empty()).setNoStream2060(empty());
  else message.setCurrentRevision(String(current)).setCurrentRevision2060(current);
  if (expected === anyRevision) return message.setExpectedAny(empty()).setAny2060(empty());
  if (expected === noStream) return message.setExpectedNoStream(empty());
  if (expected === streamExists) {
    return message.setExpectedStreamExists(empty()).setStreamExists2060(empty());
  }

  return message.setExpectedRevision(String(expected)).setExpectedRevision2060(Number(expected));
};
