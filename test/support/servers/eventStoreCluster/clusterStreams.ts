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
import { clockOf, type NodeState } from './nodeState.js';
import { notLeader, notReady, refusalOf } from './refusals.js';

export const { StreamsService } = streamsService;

type Deps = Readonly<{
  store: StreamsClient;
  state: NodeState;
  held: (() => void)[];
  leader: () => Readonly<{ host: string; port: number }>;
}>;

/** Reads and appends as a node in this state serves them, in front of the one that stores. */
export const streamsOf = ({ store, state, held, leader }: Deps): UntypedServiceImplementation => ({
  read: (call: ServerWritableStream<ReadReq, ReadResp>): void => {
    const isForLeader = call.metadata.get('requires-leader').includes('true');
    const refusal =
      refusalOf(state) ?? (isForLeader && state.role === 'follower' ? notLeader(leader()) : null);
    if (state.answers === 'silent') return;
    if (refusal !== null) {
      call.emit('error', refusal);

      return;
    }
    const answers = store.read(endingAt(state.hiddenFrom, call.request));
    answers.on('data', (answer: ReadResp) => {
      if (!isHidden(state, answer)) call.write(answer);
    });
    answers.on('end', () => call.end());
    answers.on('error', (error: ServiceError) => call.emit('error', error));
    call.on('cancelled', () => answers.cancel());
  },

  batchAppend: (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void => {
    const answers = store.batchAppend();
    const answer = answering(call, state);
    answers.on('data', (response: BatchAppendResp) => {
      if (state.lostAnswers > 0) state.lostAnswers -= 1;
      else if (state.answers === 'all') answer(response);
    });
    answers.on('error', (error: ServiceError) => {
      if (error.code !== grpcStatus.CANCELLED) call.emit('error', error);
    });
    call.on('cancelled', () => answers.cancel());
    call.on('end', () => answers.end());
    call.on('data', (request: BatchAppendReq) => {
      if (state.role === 'electing') answerError(call, request, unavailable());
      else if (isLate(state, request)) answerError(call, request, timedOut());
      else if (state.heldStreams.has(streamOf(request))) held.push(() => answers.write(request));
      else answers.write(request);
    });
  },
});

/** Returns how a call that begins now is responded to. */
const answering = (
  call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>,
  state: NodeState,
): ((response: BatchAppendResp) => void) => {
  let answers = 0;
  const isSilent = state.silentCalls > 0;
  if (isSilent) state.silentCalls -= 1;

  return (response) => {
    answers += 1;
    if (isSilent || call.writableEnded) return;
    call.write(response);
    if (answers >= (state.endsCallWith ?? Infinity)) call.end();
  };
};

const streamOf = (request: BatchAppendReq): string =>
  Buffer.from(request.getOptions()?.getStreamIdentifier()?.getStreamName_asU8() ?? '').toString();

/** A read of the log from its end, by a node that knows only a part of it. */
const endingAt = (hiddenFrom: bigint | null, request: ReadReq): ReadReq => {
  const all = request.getOptions()?.getAll();
  if (hiddenFrom === null || all?.hasEnd() !== true) return request;
  const position = new streams.ReadReq.Options.Position();
  position.setCommitPosition(String(hiddenFrom));
  position.setPreparePosition(String(hiddenFrom));
  all.clearEnd();
  all.setPosition(position);

  return request;
};

const isHidden = ({ hiddenFrom }: NodeState, answer: ReadResp): boolean => {
  const position = answer.getEvent()?.getEvent()?.getCommitPosition();

  return hiddenFrom !== null && position !== undefined && BigInt(position) >= hiddenFrom;
};

const isLate = (state: NodeState, request: BatchAppendReq): boolean => {
  const deadline = request.getOptions()?.getDeadline()?.toDate();

  return deadline !== undefined && deadline < clockOf(state);
};

/**
 * As a server does: an error in the answer to the append, with details of no type that clients
 * know.
 */
const unavailable = () => {
  const error = new status.Status();
  error.setCode(codes.Code.UNAVAILABLE);
  error.setMessage(notReady);
  error.setDetails(detailsOf('google.protobuf.Empty'));

  return error;
};

const timedOut = () => {
  const error = new status.Status();
  error.setCode(codes.Code.DEADLINE_EXCEEDED);
  error.setMessage('Timeout');
  error.setDetails(detailsOf('event_store.client.Timeout'));

  return error;
};

const detailsOf = (type: string) => {
  const details = new anyPb.Any();
  details.setTypeUrl(`type.googleapis.com/${type}`);

  return details;
};

const answerError = (
  call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>,
  request: BatchAppendReq,
  error: InstanceType<typeof status.Status>,
): void => {
  if (!request.getIsFinal()) return;
  const answer = new streams.BatchAppendResp();
  answer.setCorrelationId(request.getCorrelationId());
  answer.setStreamIdentifier(request.getOptions()?.getStreamIdentifier());
  answer.setError(error);
  call.write(answer);
};
