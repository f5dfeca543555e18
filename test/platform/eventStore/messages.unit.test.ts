import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import statusPb from '@eventstore/db-client/generated/status_pb.js';
import { convertGrpcEvent } from '@eventstore/db-client/dist/utils/convertGrpcEvent.js';
import { expect } from 'chai';
import { createRequire } from 'node:module';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import timestampPb from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { decodeAppended } from '../../../platform/eventStore/client/decodeAppended.js';
import { encodeAppend } from '../../../platform/eventStore/client/encodeAppend.js';
import { decodeReadResponse } from '../../../platform/eventStore/read/readResponse.js';
import type { EventMetadata, ExpectedRevision } from '../../../platform/eventStore/types.js';

const { StreamsService } = streamsService;
const clientPackage = createRequire(import.meta.url)('@eventstore/db-client/package.json') as {
  version: string;
};
const id = '0b1e3fa2-6d0c-4bb1-9c3e-2f4a1d5e6c7b';

describe('messages of the event store', () => {
  it('are those of the client package that is installed', () =>
    void expect(clientPackage.version).to.equal('6.2.1'));

  describe('an append', () => {
    for (const [what, expected, options] of [
      ['no stream', 'no_stream', (it: Options) => it.setNoStream(new emptyPb.Empty())],
      ['the first revision', 0, (it: Options) => it.setStreamPosition('0')],
      [
        'a late revision',
        Number.MAX_SAFE_INTEGER,
        (it: Options) => it.setStreamPosition('9007199254740991'),
      ],
    ] as const)
      it(`that expects ${what} is written as google-protobuf writes it`, () => {
        const events = [{ a: 1 }, { text: '☂ "'.repeat(100) }];

        expect(encodeAppend(appendOf(events, expected))).to.deep.equal([
          serialized(requestOf(events, options(new streams.BatchAppendReq.Options()))),
        ]);
      });

    it('without events, or at a full second, is too', () => {
      const options = new streams.BatchAppendReq.Options().setStreamPosition('7');
      const fullSecond = new Date('2026-11-28T12:00:00Z');

      expect(encodeAppend({ ...appendOf([], 7), deadline: fullSecond })).to.deep.equal([
        serialized(requestOf([], options, fullSecond)),
      ]);
    });

    it('that is too large for one message comes in several, the first with the options', () => {
      const large = { text: 'x'.repeat(600_000) };
      const options = new streams.BatchAppendReq.Options().setStreamPosition('7');

      expect(encodeAppend(appendOf([large, large, large], 7))).to.deep.equal([
        serialized(requestOf([large], options).setIsFinal(false)),
        serialized(requestOf([large], null).setIsFinal(false)),
        serialized(requestOf([large], null)),
      ]);
    });

    it('is not written with a revision below 0, or that is no whole number', () => {
      for (const revision of [-1, 1.5, NaN, Infinity])
        expect(() => encodeAppend(appendOf([{}], revision))).to.throw(RangeError);
    });

    it('is not harmed by one before it that cannot be written', () => {
      const options = new streams.BatchAppendReq.Options().setStreamPosition('7');

      expect(() => encodeAppend(appendOf([{}], -1))).to.throw(RangeError);
      expect(encodeAppend(appendOf([{}], 7))).to.deep.equal([serialized(requestOf([{}], options))]);
    });
  });

  describe('the answer to an append', () => {
    const answered = (): InstanceType<typeof streams.BatchAppendResp> => {
      const identifier = new shared.StreamIdentifier().setStreamName(Buffer.from('order-1'));

      return new streams.BatchAppendResp()
        .setCorrelationId(new shared.UUID().setString(id))
        .setStreamIdentifier(identifier);
    };
    const success = (): InstanceType<typeof streams.BatchAppendResp.Success> =>
      new streams.BatchAppendResp.Success().setCurrentRevision('0');
    const decode = (answer: InstanceType<typeof streams.BatchAppendResp>) =>
      decodeAppended(Buffer.from(answer.serializeBinary()));

    it('says revision and position', () => {
      const position = new shared.AllStreamPosition();
      position.setCommitPosition('9007199254740993');
      position.setPreparePosition('7');

      expect(decode(answered().setSuccess(success().setPosition(position)))).to.deep.equal({
        id,
        result: { revision: 0, position: 9007199254740993n },
      });
    });

    it('may be without a position', () => {
      const answer = answered().setSuccess(success().setNoPosition(new emptyPb.Empty()));

      expect(decode(answer)).to.deep.equal({ id, result: { revision: 0, position: 0n } });
    });

    it('is left to google-protobuf where it is an error, or its id is in two halves', () => {
      const error = new statusPb.Status();
      error.setMessage('Timeout');
      const structured = new shared.UUID.Structured();
      structured.setMostSignificantBits('-5');
      const inHalves = new shared.UUID().setStructured(structured);

      for (const answer of [
        answered().setError(error),
        answered().setSuccess(success()).setCorrelationId(inHalves),
      ])
        expect(decode(answer)).to.deep.equal(
          streams.BatchAppendResp.deserializeBinary(answer.serializeBinary()),
        );
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

const deadline = new Date('2026-11-28T12:00:00.250Z');

const metadata: EventMetadata = {
  $correlationId: 'ü',
  $causationId: id,
  commandId: id,
  userId: null,
  requestId: null,
  traceparent: null,
  schemaVersion: 1,
};

const appendOf = (events: readonly object[], expectedRevision: ExpectedRevision) => ({
  id,
  stream: 'order-ü',
  expectedRevision,
  deadline,
  events: events.map((data) => ({ id, type: 'OrderPlaced', data, metadata })),
});

/** The same as google-protobuf has it. */
const requestOf = (
  events: readonly object[],
  options: Options | null,
  until = deadline,
): InstanceType<typeof streams.BatchAppendReq> => {
  const request = new streams.BatchAppendReq()
    .setCorrelationId(new shared.UUID().setString(id))
    .setIsFinal(true);
  for (const event of events) {
    const message = request.addProposedMessages();
    message.setId(new shared.UUID().setString(id));
    message.getMetadataMap().set('type', 'OrderPlaced').set('content-type', 'application/json');
    message.setData(Buffer.from(JSON.stringify(event)).toString('base64'));
    message.setCustomMetadata(Buffer.from(JSON.stringify(metadata)));
  }
  if (options === null) return request;
  options.setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from('order-ü')));
  options.setDeadline(timestampPb.Timestamp.fromDate(until));

  return request.setOptions(options);
};

const serialized = (request: InstanceType<typeof streams.BatchAppendReq>): Buffer =>
  StreamsService.batchAppend.requestSerialize(request);

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
