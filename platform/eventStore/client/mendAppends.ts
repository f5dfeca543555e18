import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import { decodeAppended } from './appended.js';
import { encodeAppend } from './encodeAppend.js';

const { path } = streamsService.StreamsService.batchAppend;
const { prototype } = streamsService.StreamsClient;
type Call = ReturnType<typeof prototype.batchAppend>;
/** Takes path, encoder, decoder, metadata and options. */
type StartCall = (...args: readonly unknown[]) => Call;

/**
 * Two responses to appends would end the process with a TypeError inside the client package. When
 * one of the clients' append streams breaks, the package forgets the pending appends of all, and
 * an answer may still come on another stream: it is dropped, since whoever waited for it was told
 * that the outcome is unknown, and repeats. And an error without details is given empty ones.
 * And appends are encoded here, see `encodeAppend`. For the whole process, once.
 */
export const mendAppends = (): void => {
  prototype.batchAppend = function (this: unknown, ...args: unknown[]) {
    const start = Reflect.get(this as object, 'makeBidiStreamRequest') as StartCall;

    return mended(start.call(this, path, encodeAppend, decodeAppended, ...args));
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
