import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import statusPb from '@eventstore/db-client/generated/status_pb.js';
import { convertGrpcEvent } from '@eventstore/db-client/dist/utils/convertGrpcEvent.js';
import { expect } from 'chai';
import { createRequire } from 'node:module';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import timestampPb from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { decodeAppended } from '../../../platform/eventStore/client/appended.js';
import { encodeAppend } from '../../../platform/eventStore/client/encodeAppend.js';
import { decodeReadResponse } from '../../../platform/eventStore/read/readResponse.js';

const { StreamsService } = streamsService;
const clientPackage = createRequire(import.meta.url)('@eventstore/db-client/package.json') as {
  version: string;
};
const id = '0b1e3fa2-6d0c-4bb1-9c3e-2f4a1d5e6c7b';

describe('messages of the event store', () => {
  it('are those of the client package that is installed', () =>
    void expect(clientPackage.version).to.equal('6.2.1'));

  describe('an append', () => {
    for (const [what, expected] of Object.entries({
      'no stream': (options: Options) => options.setNoStream(new emptyPb.Empty()),
      'any revision': (options: Options) => options.setAny(new emptyPb.Empty()),
      'an existing stream': (options: Options) => options.setStreamExists(new emptyPb.Empty()),
      'the first revision': (options: Options) => options.setStreamPosition('0'),
      'a late revision': (options: Options) => options.setStreamPosition('18446744073709551615'),
    }))
      it(`that expects ${what} is written as google-protobuf writes it`, () => {
        const request = appendOf(expected, [{ a: 1 }, { text: '☂ "'.repeat(100) }]);

        expect(encodeAppend(request)).to.deep.equal(
          StreamsService.batchAppend.requestSerialize(request),
        );
      });

    it('in a part that is not the last, without options, is too', () => {
      const request = appendOf(null, [{}]).setIsFinal(false);

      expect(encodeAppend(request)).to.deep.equal(
        StreamsService.batchAppend.requestSerialize(request),
      );
    });

    it('without what it expects, or a stream, is too', () => {
      for (const options of [new streams.BatchAppendReq.Options(), noStream()]) {
        const request = appendOf(null, [{}]).setOptions(options);

        expect(encodeAppend(request)).to.deep.equal(
          StreamsService.batchAppend.requestSerialize(request),
        );
      }
    });

    it('is not written with a revision below 0', () => {
      const request = appendOf((options) => options.setStreamPosition('-1'), [{}]);

      expect(() => encodeAppend(request)).to.throw(RangeError);
    });

    it('is not harmed by one before it that cannot be written', () => {
      const broken = appendOf((options) => options.setStreamPosition('x'), [{}]);
      const request = appendOf(null, [{}]);

      expect(() => encodeAppend(broken)).to.throw(SyntaxError);
      expect(encodeAppend(request)).to.deep.equal(
        StreamsService.batchAppend.requestSerialize(request),
      );
    });

    it('with an id in two halves is too', () => {
      const structured = new shared.UUID.Structured();
      structured.setMostSignificantBits('-5');
      const request = appendOf(null, []).setCorrelationId(
        new shared.UUID().setStructured(structured),
      );

      expect(encodeAppend(request)).to.deep.equal(
        StreamsService.batchAppend.requestSerialize(request),
      );
    });
  });

  describe('the answer to an append', () => {
    const answered = (): InstanceType<typeof streams.BatchAppendResp> => {
      const identifier = new shared.StreamIdentifier().setStreamName(Buffer.from('order-1'));

      return new streams.BatchAppendResp()
        .setCorrelationId(new shared.UUID().setString(id))
        .setStreamIdentifier(identifier);
    };

    it('says revision and position', () => {
      const position = new shared.AllStreamPosition();
      position.setCommitPosition('9007199254740993');
      position.setPreparePosition('7');
      const success = new streams.BatchAppendResp.Success();
      success.setCurrentRevision('0');
      success.setPosition(position);
      const bytes = Buffer.from(answered().setSuccess(success).serializeBinary());
      const decoded = decodeAppended(bytes);

      expect(decoded.hasError()).to.equal(false);
      expect(decoded.getCorrelationId()?.getString()).to.equal(id);
      expect(decoded.getSuccess()?.getCurrentRevision()).to.equal(0n);
      expect(decoded.getSuccess()?.getPosition()?.getCommitPosition()).to.equal(9007199254740993n);
      expect(decoded.getSuccess()?.getPosition()?.getPreparePosition()).to.equal(7n);
    });

    it('says an error, or that there is no position', () => {
      const error = new statusPb.Status();
      error.setMessage('Timeout');
      const refused = decodeAppended(Buffer.from(answered().setError(error).serializeBinary()));
      const success = new streams.BatchAppendResp.Success();
      success.setNoPosition(new emptyPb.Empty());
      const empty = decodeAppended(Buffer.from(answered().setSuccess(success).serializeBinary()));

      expect(refused.getError()?.getMessage()).to.equal('Timeout');
      expect(empty.getSuccess()?.getPosition()).to.equal(undefined);
    });
  });

  describe('an event that is read', () => {
    it('is what google-protobuf reads', () => {
      for (const response of [readOf(eventOf()), readOf(null), readOf(eventOf(), eventOf())]) {
        const bytes = Buffer.from(response.serializeBinary());
        const decoded = decodeReadResponse(bytes);

        expect(decoded.hasEvent()).to.equal(true);
        expect(convertGrpcEvent(decoded.getEvent() as ReadEvent)).to.deep.equal(
          convertGrpcEvent(response.getEvent() ?? new streams.ReadResp.ReadEvent()),
        );
      }
    });

    it('whose id is in two halves is left to google-protobuf, as is what is no event', () => {
      const structured = new shared.UUID.Structured();
      structured.setLeastSignificantBits('7');
      const event = eventOf().setId(new shared.UUID().setStructured(structured));
      const caughtUp = new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp());

      for (const response of [readOf(event), caughtUp])
        expect(decodeReadResponse(Buffer.from(response.serializeBinary()))).to.deep.equal(
          streams.ReadResp.deserializeBinary(response.serializeBinary()),
        );
    });
  });
});

type Options = InstanceType<typeof streams.BatchAppendReq.Options>;
type ReadEvent = InstanceType<typeof streams.ReadResp.ReadEvent>;
type RecordedEvent = InstanceType<typeof streams.ReadResp.ReadEvent.RecordedEvent>;

const appendOf = (
  expected: ((options: Options) => Options) | null,
  events: readonly object[],
): InstanceType<typeof streams.BatchAppendReq> => {
  const request = new streams.BatchAppendReq()
    .setCorrelationId(new shared.UUID().setString(id))
    .setIsFinal(true);
  for (const event of events) {
    const message = request.addProposedMessages();
    message.setId(new shared.UUID().setString(id));
    message.getMetadataMap().set('type', 'OrderPlaced').set('content-type', 'application/json');
    message.setData(Buffer.from(JSON.stringify(event)).toString('base64'));
    message.setCustomMetadata(Buffer.from('{"correlationId":"ü"}'));
  }
  if (expected === null) return request;
  const options = new streams.BatchAppendReq.Options();
  options.setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from('order-ü')));
  options.setDeadline(timestampPb.Timestamp.fromDate(new Date('2026-11-28T12:00:00.250Z')));

  return request.setOptions(expected(options));
};

const noStream = (): Options =>
  new streams.BatchAppendReq.Options().setNoStream(new emptyPb.Empty());

const eventOf = (): RecordedEvent => {
  const event = new streams.ReadResp.ReadEvent.RecordedEvent();
  event.setId(new shared.UUID().setString(id));
  event.setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from('order-ü')));
  event.setStreamRevision('4294967296');
  event.setCommitPosition('18446744073709551615');
  event.setPreparePosition('7');
  event
    .getMetadataMap()
    .set('type', 'OrderPlaced')
    .set('created', '17642880000000000')
    .set('content-type', 'application/json');
  event.setData(Buffer.from('{"text":"☂"}'));
  event.setCustomMetadata(Buffer.from('{"correlationId":"ü"}'));

  return event;
};

const readOf = (
  event: RecordedEvent | null,
  link: RecordedEvent | null = null,
): InstanceType<typeof streams.ReadResp> => {
  const read = new streams.ReadResp.ReadEvent();
  if (event !== null) read.setEvent(event);
  if (link !== null) read.setLink(link);
  read.setCommitPosition('12');

  return new streams.ReadResp().setEvent(read);
};
