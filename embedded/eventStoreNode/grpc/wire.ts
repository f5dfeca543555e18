import codes from '@eventstore/db-client/generated/code_pb.js';
import gossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import featuresService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import operationsService from '@eventstore/db-client/generated/operations_grpc_pb.js';
import operations from '@eventstore/db-client/generated/operations_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import status from '@eventstore/db-client/generated/status_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import { formatUuid } from '../store/uuid.js';

export type { Code } from '@eventstore/db-client/generated/code_pb.js';
export type { Empty as EmptyMessage } from '@eventstore/db-client/generated/shared_pb.js';
export type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
export type {
  ScavengeResp,
  StartScavengeReq,
} from '@eventstore/db-client/generated/operations_pb.js';
export type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
export type { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb.js';
export type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
  DeleteReq,
  DeleteResp,
  ReadReq,
  ReadResp,
  TombstoneReq,
  TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb.js';

/**
 * The only file that reaches into the client library's generated code: it is the published protocol
 * (Apache-2.0) and includes the server's side of every service. See docs/decisions on why.
 */
export { codes, features, gossip, operations, shared, status, streams };
export const { StreamsService } = streamsService;
export const { GossipService } = gossipService;
export const { OperationsService } = operationsService;
export const { ServerFeaturesService } = featuresService;

/** The protocol has an Empty of its own beside protobuf's; each belongs in other places. */
export const empty = (): InstanceType<typeof shared.Empty> => new shared.Empty();
export const protobufEmpty = (): InstanceType<typeof emptyPb.Empty> => new emptyPb.Empty();

/** Wraps an error detail so that its type URL ends in `event_store.client.<name>`. */
export const anyOf = (
  message: { serializeBinary(): Uint8Array },
  typeName: string,
): InstanceType<typeof anyPb.Any> => {
  const any = new anyPb.Any();
  any.pack(message.serializeBinary(), typeName);

  return any;
};

export const uuidMessage = (text: string): InstanceType<typeof shared.UUID> => {
  const message = new shared.UUID();
  message.setString(text);

  return message;
};

/** Clients ask for ids as text or as two signed halves. */
export type UuidForm = 'text' | 'structured';

export const structuredUuid = (bytes: Buffer): InstanceType<typeof shared.UUID> => {
  const structured = new shared.UUID.Structured();
  structured.setMostSignificantBits(String(bytes.readBigInt64BE(0)));
  structured.setLeastSignificantBits(String(bytes.readBigInt64BE(8)));

  return new shared.UUID().setStructured(structured);
};

/** A UUID as text, whichever of its two forms was sent; '' when there is none. */
export const uuidText = (message: InstanceType<typeof shared.UUID> | undefined): string => {
  const structured = message?.getStructured();
  if (structured === undefined) return message?.getString() ?? '';
  const bytes = Buffer.alloc(16);
  bytes.writeBigInt64BE(BigInt(structured.getMostSignificantBits()), 0);
  bytes.writeBigInt64BE(BigInt(structured.getLeastSignificantBits()), 8);

  return formatUuid(bytes);
};

export const streamIdentifier = (name: string): InstanceType<typeof shared.StreamIdentifier> => {
  const message = new shared.StreamIdentifier();
  message.setStreamName(Buffer.from(name));

  return message;
};

/** The stream's name; '' when there is none. */
export const streamNameOf = (
  message: InstanceType<typeof shared.StreamIdentifier> | undefined,
): string => (message === undefined ? '' : Buffer.from(message.getStreamName_asU8()).toString());
