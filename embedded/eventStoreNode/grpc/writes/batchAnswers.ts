import { WireWriter } from '../../../../platform/protobuf/index.js';
import { anyRevision, noStream, streamExists } from '../../store/writes/expectedRevision.js';
import { type WriteResult, type Written } from '../../store/writes/streamWriter.js';
import {
  anyOf,
  type Code,
  codes,
  protobufEmpty,
  shared,
  status,
  streamIdentifier,
  streams,
  type UUID,
} from '../wire.js';
import { errorText } from '../../../../platform/process/index.js';

type Refusal = {
  readonly kind: 'error';
  readonly code: Code;
  readonly message: string;
  /** Clients read it unguarded: there is always one. */
  readonly details: { serializeBinary(): Uint8Array };
  readonly typeName: string;
};

export type BatchAnswer = Written | Refusal;

export const toAnswer = (
  { stream, expected }: { readonly stream: string; readonly expected: bigint },
  result: WriteResult,
): BatchAnswer => {
  if (result.kind === 'written') return result;

  return result.kind === 'deleted' ? deleted(stream) : wrongVersion(expected, result.current);
};

export const timeout = (): BatchAnswer =>
  refusal('Timeout', new shared.Timeout(), codes.Code.DEADLINE_EXCEEDED);

export const tooLarge = (limit: number): BatchAnswer => {
  const details = new shared.MaximumAppendSizeExceeded();
  details.setMaxappendsize(limit);

  return refusal('MaximumAppendSizeExceeded', details, codes.Code.INVALID_ARGUMENT);
};

export const badRequest = (message: string): BatchAnswer => {
  const details = new shared.BadRequest();
  details.setMessage(message);

  return { ...refusal('BadRequest', details, codes.Code.INVALID_ARGUMENT), message };
};

/** The write itself failed: nothing of it is on disk. */
export const failed = (error: unknown): BatchAnswer => ({
  ...refusal('Unknown', new shared.Unknown(), codes.Code.UNKNOWN),
  message: errorText(error),
});

/**
 * Returns a BatchAppendResp. `stream` is null for a request that named none: then the response
 * names none either.
 */
export const toResponse = (
  correlationId: UUID,
  stream: string | null,
  answer: BatchAnswer,
): Buffer => {
  if (answer.kind === 'written') return writtenMessage(correlationId, stream, answer);
  const response = new streams.BatchAppendResp().setCorrelationId(correlationId);
  if (stream !== null) response.setStreamIdentifier(streamIdentifier(stream));

  return Buffer.from(response.setError(errorMessage(answer)).serializeBinary());
};

const writer = new WireWriter();

/** A BatchAppendResp as it goes over the wire: one is sent for each append. */
const writtenMessage = (
  correlationId: UUID,
  stream: string | null,
  { revision, position }: Written,
): Buffer => {
  writer.begin();
  if (stream !== null) writer.textWithin(4, 3, stream);
  const end = writer.end();
  if (position === null) writer.message(4, writer.end());
  else writePosition(position);
  if (revision < 0n) writer.message(2, writer.end());
  else writer.uint(1, revision);
  writer.message(3, end);
  writer.bytes(1, correlationId.serializeBinary());

  return writer.finish();
};

/** What is 0 is not written. */
const writePosition = (position: number): void => {
  const end = writer.end();
  if (position > 0) {
    writer.uint(2, position);
    writer.uint(1, position);
  }
  writer.message(3, end);
};

const errorMessage = ({
  code,
  message,
  details,
  typeName,
}: Refusal): InstanceType<typeof status.Status> => {
  const error = new status.Status();
  error.setCode(code);
  error.setMessage(message);
  error.setDetails(anyOf(details, typeName));

  return error;
};

const deleted = (stream: string): BatchAnswer => {
  const details = new shared.StreamDeleted();
  details.setStreamIdentifier(streamIdentifier(stream));

  return refusal('StreamDeleted', details, codes.Code.NOT_FOUND);
};

const wrongVersion = (expected: bigint, current: number): BatchAnswer => {
  const details = new shared.WrongExpectedVersion();
  if (current < 0) details.setCurrentNoStream(protobufEmpty());
  else details.setCurrentStreamRevision(String(current));
  if (expected === anyRevision) details.setExpectedAny(protobufEmpty());
  else if (expected === noStream) details.setExpectedNoStream(protobufEmpty());
  else if (expected === streamExists) details.setExpectedStreamExists(protobufEmpty());
  else details.setExpectedStreamPosition(String(expected));

  return refusal('WrongExpectedVersion', details, codes.Code.ALREADY_EXISTS);
};

const refusal = (name: string, details: Refusal['details'], status: Code): Refusal => ({
  kind: 'error',
  code: status,
  message: name,
  details,
  typeName: `event_store.client.${name}`,
});
