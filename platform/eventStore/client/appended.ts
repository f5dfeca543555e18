import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { WireReader } from '../../protobuf/index.js';

const { responseDeserialize } = streamsService.StreamsService.batchAppend;

/** Everything but that the events were appended is left to google-protobuf. */
export const decodeAppended = (bytes: Buffer): Appended | BatchAppendResp => {
  const reader = new WireReader(bytes);
  const appended = new Appended();
  while (reader.next())
    if (reader.field === 1) appended.correlationId = reader.bytesWithin(2).toString();
    else if (reader.field === 3) readSuccess(reader.message(), appended);
    else reader.skip();

  return appended.isComplete() ? appended : responseDeserialize(bytes);
};

/** As much of a BatchAppendResp as the client needs of one that is no error. */
class Appended {
  /** '' where it is in two halves. */
  correlationId = '';
  revision: bigint | null = null;
  position: bigint | null = null;
  preparePosition = 0n;

  isComplete(): boolean {
    return this.correlationId !== '' && this.revision !== null && this.position !== null;
  }

  hasError(): false {
    return false;
  }

  getError(): undefined {
    return undefined;
  }

  getCorrelationId(): this {
    return this;
  }

  hasStructured(): false {
    return false;
  }

  getString(): string {
    return this.correlationId;
  }

  getSuccess(): this {
    return this;
  }

  getCurrentRevision(): bigint {
    return this.revision ?? 0n;
  }

  getPosition(): this {
    return this;
  }

  getCommitPosition(): bigint {
    return this.position ?? 0n;
  }

  getPreparePosition(): bigint {
    return this.preparePosition;
  }
}

const readSuccess = (reader: WireReader, appended: Appended): void => {
  while (reader.next())
    if (reader.field === 1) appended.revision = reader.uint64();
    else if (reader.field === 3) readPosition(reader.message(), appended);
    else reader.skip();
};

const readPosition = (reader: WireReader, appended: Appended): void => {
  appended.position = 0n;
  while (reader.next())
    if (reader.field === 1) appended.position = reader.uint64();
    else if (reader.field === 2) appended.preparePosition = reader.uint64();
    else reader.skip();
};
