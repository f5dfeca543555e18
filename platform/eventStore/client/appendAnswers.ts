import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';

const { prototype } = streamsService.StreamsClient;
type BatchAppend = typeof prototype.batchAppend;
type Call = ReturnType<BatchAppend>;

/**
 * Two responses to appends would end the process with a TypeError inside the client package. When
 * one of the clients' append streams breaks, the package forgets the pending appends of all, and
 * an answer may still come on another stream: it is dropped, since whoever waited for it was told
 * that the outcome is unknown, and repeats. And an error without details is given empty ones.
 * For the whole process, once.
 */
export const mendAppendAnswers = (): void => {
  const open = Reflect.get(prototype, 'batchAppend') as (...args: unknown[]) => Call;
  prototype.batchAppend = function (this: unknown, ...args: unknown[]) {
    return mended(open.apply(this, args));
  };
};

type Listener = (...args: unknown[]) => void;

const mended = (call: Call): Call => {
  const on = call.on.bind(call) as (event: string, listener: Listener) => Call;
  call.on = ((event: string, listener: Listener) =>
    on(event, event === 'data' ? dropLate(listener) : listener)) as Call['on'];

  return call;
};

const dropLate =
  (listener: Listener): Listener =>
  (answer) => {
    try {
      listener(withDetails(answer as BatchAppendResp));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  };

const withDetails = (answer: BatchAppendResp): BatchAppendResp => {
  const error = answer.getError();
  if (error !== undefined && !error.hasDetails()) error.setDetails(new anyPb.Any());

  return answer;
};
