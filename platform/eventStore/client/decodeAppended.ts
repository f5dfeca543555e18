import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { WireReader } from '../../protobuf/index.js';
import type { AppendResult } from '../types.js';

const { responseDeserialize } = streamsService.StreamsService.batchAppend;

/** What became of one append; `id` is the request's. */
export type Appended = Readonly<{ id: string; result: AppendResult }>;

/** Everything but that the events were appended is left to google-protobuf. */
export const decodeAppended = (bytes: Buffer): Appended | BatchAppendResp => {
  const reader = new WireReader(bytes);
  let id = '';
  let result: AppendResult | null = null;
  while (reader.next())
    if (reader.field === 1) id = reader.bytesWithin(2).toString();
    else if (reader.field === 3) result = readSuccess(reader.message());
    else reader.skip();

  // an id in two halves is not in the field that is read
  return id === '' || result === null ? responseDeserialize(bytes) : { id, result };
};

/** Null without a revision, which is that of an append without events. */
const readSuccess = (reader: WireReader): AppendResult | null => {
  let revision: number | null = null;
  let position = 0n;
  while (reader.next())
    if (reader.field === 1) revision = Number(reader.uint64());
    else if (reader.field === 3) position = readCommitPosition(reader.message());
    else reader.skip();

  return revision === null ? null : { revision, position };
};

const readCommitPosition = (reader: WireReader): bigint => {
  let commit = 0n;
  while (reader.next())
    if (reader.field === 1) commit = reader.uint64();
    else reader.skip();

  return commit;
};
