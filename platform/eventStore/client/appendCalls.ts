import { EventStoreDBClient } from '@eventstore/db-client';
import { unpackToCommandError } from '@eventstore/db-client/dist/streams/appendToStream/unpackError.js';
import { convertToCommandError } from '@eventstore/db-client/dist/utils/CommandError.js';
import { parseUUID } from '@eventstore/db-client/dist/utils/grpcUUID.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { type CallOptions, type ClientDuplexStream, type Metadata, status } from '@grpc/grpc-js';
import { randomUUID } from 'node:crypto';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import type { AppendResult } from '../types.js';
import { type Appended, decodeAppended } from './decodeAppended.js';
import { type AppendToSend, encodeAppend } from './encodeAppend.js';

/** What is to be appended, as the caller has it. */
type Append = Omit<AppendToSend, 'id' | 'deadline'>;

/** A call of BatchAppend: the appends of a connection go over one, in the order of `send`. */
export type AppendCall = Readonly<{
  /** Rejects with an error of the client package, or of gRPC when the call breaks. */
  send: (append: Append) => Promise<AppendResult>;
}>;

type Outcome = Readonly<{
  resolve: (result: AppendResult) => void;
  reject: (error: unknown) => void;
}>;

/** Appends that were sent and have no response, by the ids of their requests. */
type UnderWay = Map<string, Outcome>;

type Call = ClientDuplexStream<Buffer, Appended | BatchAppendResp>;

/**
 * Returns the call that is open, or opens one. The client package finds the node, and connects anew
 * after an error. It has appends of its own, which are not used: they keep no order beyond 16, fail
 * together on all connections, and take ten times as long to encode.
 */
export const createAppendCalls = (client: EventStoreDBClient): (() => Promise<AppendCall>) => {
  const known = new WeakMap<Call, AppendCall>();
  const open = callOpener(client);
  const newDeadline = (): Date => createDeadline.call(client);

  return async () => {
    const call = await open();
    const opened = known.get(call) ?? appendCall(call, newDeadline);
    if (!known.has(call)) known.set(call, opened);

    return opened;
  };
};

const createDeadline = Reflect.get(EventStoreDBClient.prototype, 'createDeadline') as () => Date;

const { path } = streamsService.StreamsService.batchAppend;

/** Takes path, encoder, decoder, metadata and options. */
type Service = Readonly<{ makeBidiStreamRequest: (...args: readonly unknown[]) => Call }>;

/** Takes the kind of service, a name for its log, how a call is begun, and the calls that are. */
type CallCreator = (
  ...args: readonly [typeof streamsService.StreamsClient, string, BeginCall, WeakMap<object, Call>]
) => () => Promise<Call>;

type BeginCall = (service: Service) => Call;

const callOpener = (client: EventStoreDBClient): (() => Promise<Call>) => {
  const create = Reflect.get(client, 'GRPCStreamCreator') as CallCreator;
  const argumentsOf = Reflect.get(client, 'callArguments') as (
    options: object,
    callOptions: CallOptions,
  ) => [Metadata, CallOptions];
  const begin: BeginCall = (service) =>
    service.makeBidiStreamRequest(
      path,
      (message: Buffer) => message,
      decodeAppended,
      ...argumentsOf({}, { deadline: Infinity }),
    );

  return create(streamsService.StreamsClient, 'append', begin, new WeakMap());
};

const appendCall = (call: Call, newDeadline: () => Date): AppendCall => {
  const underWay: UnderWay = new Map();
  let broken: Error | null = null;
  const breakWith = (error: Error): void => {
    broken ??= convertToCommandError(error);
    const all = [...underWay.values()];
    underWay.clear();
    for (const { reject } of all) reject(broken);
  };
  call.on('data', (response: Appended | BatchAppendResp) => complete(underWay, response));
  call.on('error', breakWith);
  call.on('status', () => breakWith(endedByServer()));

  return {
    send: (append) =>
      new Promise((resolve, reject) => {
        const id = randomUUID();
        const messages = encodeAppend({ ...append, id, deadline: newDeadline() });
        if (broken !== null) throw broken;
        underWay.set(id, { resolve, reject });
        for (const message of messages) call.write(message);
      }),
  };
};

const endedByServer = (): Error =>
  Object.assign(new Error('The event store has ended the call'), { code: status.UNAVAILABLE });

/** A response to what is not under way is dropped. */
const complete = (underWay: UnderWay, response: Appended | BatchAppendResp): void => {
  const id = 'result' in response ? response.id : (parseUUID(response.getCorrelationId()) ?? '');
  const outcome = underWay.get(id);
  underWay.delete(id);
  if ('result' in response) outcome?.resolve(response.result);
  else if (response.hasSuccess()) outcome?.resolve(resultOf(response));
  else outcome?.reject(errorOf(response));
};

const resultOf = (response: BatchAppendResp): AppendResult => {
  const success = response.getSuccess();

  return {
    revision: Number(success?.getCurrentRevision() ?? 0),
    position: BigInt(success?.getPosition()?.getCommitPosition() ?? 0),
  };
};

/** The client package reads details unguarded. */
const errorOf = (response: BatchAppendResp): Error => {
  const error = response.getError();
  const stream = response.getStreamIdentifier()?.getStreamName_asU8() ?? new Uint8Array();
  if (error === undefined) return new Error('The event store has answered without an outcome');
  if (!error.hasDetails()) error.setDetails(new anyPb.Any());

  return unpackToCommandError(error, Buffer.from(stream).toString());
};
