import { randomUUID } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import { expect } from 'chai';
import { eventually } from '../../support/assertions/eventually.js';
import {
  type AppendReq,
  type BatchAppendResp,
  empty,
  streamIdentifier,
  streams,
  StreamsService,
} from '../../../embedded/eventStoreNode/grpc/wire.js';
import {
  appendedEvent,
  appendOptions,
  batchChunk,
  structuredUuid,
  summaryOf,
  textOfUuid,
} from '../../support/clients/eventStoreMessages.js';
import {
  type BatchConversation,
  EventStoreWire,
  statusOf,
} from '../../support/clients/eventStoreWire.js';
import {
  failureOf,
  happened,
  pause,
  readAllOf,
  streamsWithoutName,
  several,
  uniqueStream,
  useClient,
} from './eventStoreFixture.js';

const MIB = 1024 * 1024;

/**
 * What the protocol says about appends and the Node client never sends, or sends only by chance.
 */
describe('event store contract: appending, message by message', () => {
  const client = useClient();
  let wire: EventStoreWire;
  before(async () => {
    wire = await EventStoreWire.connect();
  });
  after(() => {
    wire.close();
  });

  const expectMissing = async (stream: string): Promise<void> => {
    expect((await failureOf(readAllOf(client(), stream))).type).to.equal('stream-not-found');
  };

  describe('with Append', () => {
    const refusalOf = (...messages: AppendReq[]): ReturnType<typeof statusOf> =>
      statusOf(wire.append(messages));

    it('refuses a call whose first message is an event, and one without any message', async () => {
      expect((await refusalOf(appendedEvent())).code).to.equal(status.UNKNOWN);
      expect((await refusalOf()).code).to.equal(status.UNKNOWN);
    });

    for (const property of ['type', 'content-type']) {
      it(`refuses an event without ${property}, and names what every event has`, async () => {
        const stream = uniqueStream();
        const error = await refusalOf(
          appendOptions(stream),
          appendedEvent(),
          appendedEvent({ without: property }),
        );
        expect(error.code).to.equal(status.INVALID_ARGUMENT);
        expect(error.metadata.get('exception')).to.deep.equal([
          'missing-required-metadata-property',
        ]);
        expect(error.metadata.get('required-metadata-properties')).to.deep.equal([
          'type,content-type',
        ]);
        await expectMissing(stream);
      });
    }

    it('refuses what is too large as soon as it is, without waiting for the rest', async () => {
      const stream = uniqueStream();
      const messages = [appendOptions(stream), appendedEvent({ data: Buffer.alloc(MIB + 1) })];
      const error = await statusOf(wire.append(messages, { halfClose: false }));
      expect(error.code).to.equal(status.INVALID_ARGUMENT);
      expect(error.metadata.get('maximum-append-size')).to.deep.equal([String(MIB)]);
      await expectMissing(stream);
    });

    it('takes an id in its structured form', async () => {
      const stream = uniqueStream();
      const id = randomUUID();
      const event = appendedEvent({ id: structuredUuid(id) });
      const answer = await wire.append([appendOptions(stream), event]);
      expect(answer.getSuccess()?.getCurrentRevision()).to.equal('0');
      const [stored] = await readAllOf(client(), stream);
      expect(stored?.event?.id).to.equal(id);
    });

    it('answers an append of no events to a new stream with no stream', async () => {
      const stream = uniqueStream();
      const success = (await wire.append([appendOptions(stream)])).getSuccess();
      expect(success?.hasNoStream()).to.equal(true);
      await expectMissing(stream);
    });
  });

  describe('with BatchAppend', () => {
    const open: BatchConversation[] = [];
    afterEach(() => {
      for (const call of open.splice(0)) call.cancel();
    });
    const begin = (metadata?: Record<string, string>): BatchConversation => {
      const call = wire.batchAppend(metadata);
      open.push(call);

      return call;
    };

    /** The responses so far, once a last append that is sent for that purpose has its own. */
    const answersOf = async (call: BatchConversation): Promise<BatchAppendResp[]> => {
      const last = randomUUID();
      call.send(batchChunk(last, { stream: uniqueStream() }));
      const isLast = (answer: BatchAppendResp): boolean =>
        textOfUuid(answer.getCorrelationId()) === last;
      for (let count = 1; !call.answers.some(isLast); count += 1) await call.untilAnswers(count);

      return call.answers.filter((answer) => !isLast(answer));
    };

    it('takes structured ids, of the append as of its events', async () => {
      const [stream, correlation, id] = [uniqueStream(), randomUUID(), randomUUID()];
      const call = begin();
      const events = [{ id: structuredUuid(id) }];
      call.send(batchChunk(structuredUuid(correlation), { stream, events, isFinal: false }));
      call.send(batchChunk(structuredUuid(correlation), {}));
      const [answer] = await call.untilAnswers(1);
      expect(summaryOf(answer)).to.include({ id: correlation, stream, outcome: 'success' });
      const stored = await readAllOf(client(), stream);
      expect(stored).to.have.length(2);
      expect(stored[0]?.event?.id).to.equal(id);
    });

    it('answers each kind of failure with its details, its code and the stream', async () => {
      const [known, deleted] = [uniqueStream(), uniqueStream()];
      await client().appendToStream(known, several(3));
      await client().tombstoneStream(deleted);
      const long = [{ data: Buffer.alloc(MIB + 1) }];
      const cases = [
        ['WrongExpectedVersion', 6, { stream: known, expected: 1n }],
        ['StreamDeleted', 5, { stream: deleted }],
        ['Timeout', 4, { stream: known, deadline: new Date(Date.now() - 1000) }],
        ['MaximumAppendSizeExceeded', 3, { stream: known, events: long }],
        ...streamsWithoutName.map((stream) => ['BadRequest', 3, { stream }] as const),
      ] as const;
      for (const [name, code, chunk] of cases) {
        const id = randomUUID();
        const call = begin();
        call.send(batchChunk(id, chunk));
        const [answer] = await call.untilAnswers(1);
        const outcome = `event_store.client.${name}`;
        const stream = chunk.stream === '' ? 'no name' : chunk.stream;
        expect(summaryOf(answer)).to.deep.equal({ id, stream, outcome, code });
        expect(answer?.getError()?.getDetails()?.getTypeUrl()).to.equal(
          `type.googleapis.com/${outcome}`,
        );
      }
      expect(await readAllOf(client(), known)).to.have.length(3);
    });

    it('refuses an event without its type as bad input', async () => {
      const stream = uniqueStream();
      const call = begin();
      call.send(batchChunk(randomUUID(), { stream, events: [{}, { without: 'type' }] }));
      const [answer] = await call.untilAnswers(1);
      expect(summaryOf(answer).code).to.equal(3);
      await expectMissing(stream);
    });

    it('refuses an append once, whatever more comes of it', async () => {
      const stream = uniqueStream();
      const call = begin();
      const refused = {
        late: { deadline: new Date(Date.now() - 1000) },
        large: { events: [{ data: Buffer.alloc(MIB + 1) }] },
        odd: { events: [{ without: 'content-type' }] },
      };
      for (const chunk of Object.values(refused)) {
        const id = randomUUID();
        call.send(batchChunk(id, { stream, isFinal: false, ...chunk }));
        call.send(batchChunk(id, { isFinal: false }));
        call.send(batchChunk(id, { isFinal: true }));
      }
      const codes = (await answersOf(call)).map((answer) => summaryOf(answer).code);
      // servers go on with an append of which they have refused an event
      expect(codes.slice(0, 3)).to.deep.equal([4, 3, 3]);
      expect(codes.slice(3)).to.be.deep.oneOf([[], [0]]);
      expect((await readAllOf(client(), stream).catch(() => [])).length).to.be.at.most(2);
    });

    it('ignores chunks of an append that never began', async () => {
      const call = begin();
      call.send(batchChunk(randomUUID(), { isFinal: false }));
      call.send(batchChunk(randomUUID(), { isFinal: true }));
      expect(await answersOf(call)).to.deep.equal([]);
    });

    it('gives an append up whose last chunk is not there by its deadline', async () => {
      const [stream, unhurried, hurried] = [uniqueStream(), randomUUID(), randomUUID()];
      const call = begin();
      const deadline = new Date(Date.now() + 300);
      call.send(batchChunk(unhurried, { stream, isFinal: false }));
      call.send(batchChunk(hurried, { stream, deadline, isFinal: false }));
      const [answer] = await call.untilAnswers(1);
      expect(summaryOf(answer)).to.include({ id: hurried, stream, code: 4 });
      call.send(batchChunk(hurried, {}));
      expect(await answersOf(call)).to.have.length(1);
      await expectMissing(stream);
    });

    it('gives an append up after two seconds, however far its deadline is', async () => {
      const [stream, id] = [uniqueStream(), randomUUID()];
      const call = begin();
      const sentAt = performance.now();
      call.send(batchChunk(id, { stream, deadline: new Date('9999-01-01'), isFinal: false }));
      const [answer] = await call.untilAnswers(1);
      expect(summaryOf(answer)).to.include({
        id,
        stream,
        outcome: 'event_store.client.Timeout',
      });
      expect(performance.now() - sentAt).to.be.greaterThan(1900);
      call.send(batchChunk(id, {}));
      expect(await answersOf(call)).to.have.length(1);
      await expectMissing(stream);
    });

    it('writes in the order of the last chunks, not of the first', async () => {
      const [first, second] = [uniqueStream(), uniqueStream()];
      const [a, b] = [randomUUID(), randomUUID()];
      const call = begin();
      call.send(batchChunk(a, { stream: first, isFinal: false }));
      call.send(batchChunk(b, { stream: second, isFinal: false }));
      call.send(batchChunk(b, {}));
      call.send(batchChunk(a, {}));
      const answers = await call.untilAnswers(2);
      const positionOf = (id: string): number =>
        Number(
          answers
            .find((answer) => textOfUuid(answer.getCorrelationId()) === id)
            ?.getSuccess()
            ?.getPosition()
            ?.getCommitPosition(),
        );
      expect(positionOf(b)).to.be.lessThan(positionOf(a));
      expect(await readAllOf(client(), first)).to.have.length(2);
    });

    it('finishes what is whole when the caller has said all, and ends', async () => {
      const stream = uniqueStream();
      const call = begin();
      for (let i = 0; i < 20; i += 1) call.send(batchChunk(randomUUID(), { stream }));
      call.halfClose();
      await call.untilEnd();
      // a server may end the call before all of its responses are out
      expect(call.answers.length).to.be.within(1, 20);
      for (const answer of call.answers) expect(summaryOf(answer).outcome).to.equal('success');
      await eventually(async () => {
        expect(await readAllOf(client(), stream)).to.have.length(20);
      });
    });

    it('drops what is not whole when the caller breaks off', async () => {
      const stream = uniqueStream();
      const call = begin();
      call.send(batchChunk(randomUUID(), { stream, isFinal: false }));
      await answersOf(call);
      call.cancel();
      await pause(50);
      await expectMissing(stream);
      await client().appendToStream(stream, happened(), { expectedRevision: 'no_stream' });
    });

    it('looks at no credentials, and is the leader that a caller may require', async () => {
      const call = begin({
        authorization: 'Basic bm9ib2R5Om5vdGhpbmc=',
        'requires-leader': 'true',
      });
      call.send(batchChunk(randomUUID(), { stream: uniqueStream() }));
      const [answer] = await call.untilAnswers(1);
      expect(summaryOf(answer).outcome).to.equal('success');
    });

    it('answers an append of no events to a new stream with no stream', async () => {
      const call = begin();
      call.send(batchChunk(randomUUID(), { stream: uniqueStream(), events: [] }));
      const [answer] = await call.untilAnswers(1);
      expect(answer?.getSuccess()?.hasNoStream()).to.equal(true);
    });
  });

  describe('with Delete and Tombstone', () => {
    it('refuse with what was expected and what is there, as numbers', async () => {
      const stream = uniqueStream();
      const deletion = new streams.DeleteReq();
      const options = new streams.DeleteReq.Options();
      options.setStreamIdentifier(streamIdentifier(stream)).setNoStream(empty());
      const missing = await statusOf(wire.ask(StreamsService.delete, deletion.setOptions(options)));
      expect(missing.code).to.equal(status.FAILED_PRECONDITION);
      expect(missing.metadata.getMap()).to.include({
        exception: 'wrong-expected-version',
        'stream-name': stream,
        'expected-version': '-1',
        'actual-version': '-1',
      });
      await client().appendToStream(stream, several(3));
      const tombstone = new streams.TombstoneReq();
      const other = new streams.TombstoneReq.Options();
      other.setStreamIdentifier(streamIdentifier(stream)).setRevision('7');
      const wrong = await statusOf(wire.ask(StreamsService.tombstone, tombstone.setOptions(other)));
      expect(wrong.metadata.getMap()).to.include({
        'expected-version': '7',
        'actual-version': '2',
      });
    });

    it('take stream_exists for what it is', async () => {
      const stream = uniqueStream();
      await client().appendToStream(stream, several(1));
      const options = new streams.DeleteReq.Options();
      options.setStreamIdentifier(streamIdentifier(stream)).setStreamExists(empty());
      const request = new streams.DeleteReq().setOptions(options);
      const answer = await wire.ask(StreamsService.delete, request);
      expect(answer.hasPosition()).to.equal(true);
      const again = await statusOf(wire.ask(StreamsService.delete, request));
      expect(again.metadata.get('exception')).to.deep.equal(['stream-deleted']);
    });
  });
});
