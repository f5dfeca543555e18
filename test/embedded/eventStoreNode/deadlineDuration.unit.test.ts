import { expect } from 'chai';
import jspb from 'google-protobuf';
import { StreamsService } from '../../../embedded/eventStoreNode/grpc/wire.js';
import { withDeadlineDurations } from '../../../embedded/eventStoreNode/grpc/writes/deadlineDuration.js';
import { batchChunk } from '../../support/clients/eventStoreMessages.js';

/** The message that a newer client sends: its options end with a duration. */
const withDuration = (bytes: Uint8Array, seconds: number, nanos: number): Buffer => {
  const writer = new jspb.BinaryWriter();
  writer.writeMessage(2, {}, () => {
    writer.writeMessage(7, {}, () => {
      writer.writeInt64(1, seconds);
      writer.writeInt32(2, nanos);
    });
  });

  return Buffer.concat([bytes, writer.getResultBuffer()]);
};

describe('A batch append that says in how long it gives up', () => {
  const { requestDeserialize } = withDeadlineDurations(StreamsService).batchAppend;
  const chunk = batchChunk('4b2f9f0e-58a1-4c5c-9d0f-0d8d7c1f4d11', {});

  it('has a deadline so far from now', () => {
    const sentAt = Date.now();
    const request = requestDeserialize(withDuration(chunk.serializeBinary(), 1, 500_000_000));
    const deadline = request.getOptions()?.getDeadline()?.toDate().getTime() ?? 0;
    expect(deadline - sentAt).to.be.within(1_500, 6_500);
  });

  it('keeps the time that an older client names', () => {
    const deadline = new Date('2030-01-01T00:00:00Z');
    const named = batchChunk('4b2f9f0e-58a1-4c5c-9d0f-0d8d7c1f4d11', { stream: 's', deadline });
    const request = requestDeserialize(Buffer.from(named.serializeBinary()));
    expect(request.getOptions()?.getDeadline()?.toDate()).to.deep.equal(deadline);
  });
});
