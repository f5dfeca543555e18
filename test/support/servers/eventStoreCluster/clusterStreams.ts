import codes from '@eventstore/db-client/generated/code_pb.js';
import streamsService, {
  type StreamsClient,
} from '@eventstore/db-client/generated/streams_grpc_pb.js';
import status from '@eventstore/db-client/generated/status_pb.js';
import streams, {
  type BatchAppendReq,
  type BatchAppendResp,
  type ReadReq,
  type ReadResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import {
  status as grpcStatus,
  type ServerDuplexStream,
  type ServerWritableStream,
  type ServiceError,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import type { NodeState } from './nodeState.js';
import { notReady, refusalOf } from './refusals.js';

export const { StreamsService } = streamsService;

type Deps = Readonly<{ store: StreamsClient; state: NodeState; held: (() => void)[] }>;

/** Reads and appends as a node in this state serves them, in front of the one that stores. */
export const streamsOf = ({ store, state, held }: Deps): UntypedServiceImplementation => ({
  read: (call: ServerWritableStream<ReadReq, ReadResp>): void => {
    const refusal = refusalOf(state);
    if (state.answers === 'silent') return;
    if (refusal !== null) {
      call.emit('error', refusal);

      return;
    }
    const answers = store.read(call.request);
    answers.on('data', (answer: ReadResp) => call.write(answer));
    answers.on('end', () => call.end());
    answers.on('error', (error: ServiceError) => call.emit('error', error));
    call.on('cancelled', () => answers.cancel());
  },

  batchAppend: (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void => {
    const answers = store.batchAppend();
    answers.on('data', (answer: BatchAppendResp) => {
      if (state.answers === 'all') call.write(answer);
    });
    answers.on('error', (error: ServiceError) => {
      if (error.code !== grpcStatus.CANCELLED) call.emit('error', error);
    });
    call.on('cancelled', () => answers.cancel());
    call.on('end', () => answers.end());
    call.on('data', (request: BatchAppendReq) => {
      if (state.role === 'electing') answerNotReady(call, request);
      else if (state.heldStreams.has(streamOf(request))) held.push(() => answers.write(request));
      else answers.write(request);
    });
  },
});

const streamOf = (request: BatchAppendReq): string =>
  Buffer.from(request.getOptions()?.getStreamIdentifier()?.getStreamName_asU8() ?? '').toString();

/**
 * As a server does: an error in the answer to the append, with details of no type that clients
 * know.
 */
const answerNotReady = (
  call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>,
  request: BatchAppendReq,
): void => {
  if (!request.getIsFinal()) return;
  const error = new status.Status();
  error.setCode(codes.Code.UNAVAILABLE);
  error.setMessage(notReady);
  const details = new anyPb.Any();
  details.setTypeUrl('type.googleapis.com/google.protobuf.Empty');
  error.setDetails(details);
  const answer = new streams.BatchAppendResp();
  answer.setCorrelationId(request.getCorrelationId());
  answer.setStreamIdentifier(request.getOptions()?.getStreamIdentifier());
  answer.setError(error);
  call.write(answer);
};
