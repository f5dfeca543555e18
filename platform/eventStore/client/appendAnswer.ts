import { UnknownError } from '@eventstore/db-client';
import { unpackToCommandError } from '@eventstore/db-client/dist/streams/appendToStream/unpackError.js';
import { parseUUID } from '@eventstore/db-client/dist/utils/grpcUUID.js';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import type { AppendResult } from '../types.js';
import type { Appended } from './decodeAppended.js';

/** Of the append with this id; an error of the client package unless it was made. */
type Read = Readonly<{ id: string; outcome: AppendResult | Error }>;

/** Null for what no server of this protocol says. */
export const readAnswer = (answer: Appended | BatchAppendResp): Read | null => {
  if ('result' in answer) return { id: answer.id, outcome: answer.result };
  try {
    const id = parseUUID(answer.getCorrelationId()) ?? '';

    return { id, outcome: answer.hasSuccess() ? resultOf(answer) : errorOf(answer) };
  } catch {
    return null;
  }
};

const resultOf = (answer: BatchAppendResp): AppendResult => {
  const success = answer.getSuccess();

  return {
    revision: Number(success?.getCurrentRevision() ?? 0),
    position: BigInt(success?.getPosition()?.getCommitPosition() ?? 0),
  };
};

/** The client package reads details unguarded. */
const errorOf = (answer: BatchAppendResp): Error => {
  const error = answer.getError();
  if (error === undefined) return new UnknownError(undefined, 'The answer says no outcome');
  if (!error.hasDetails()) error.setDetails(new anyPb.Any());
  const stream = answer.getStreamIdentifier()?.getStreamName_asU8() ?? new Uint8Array();

  return unpackToCommandError(error, Buffer.from(stream).toString());
};
