import { randomUUID } from 'node:crypto';
import { ANY, NO_STREAM, STREAM_EXISTS } from '@eventstore/db-client';
import { expect } from 'chai';
import {
  bothWays,
  type Failure,
  failureOf,
  happened,
  lastPosition,
  numbersOf,
  readAllOf,
  revisionsOf,
  several,
  streamsWithoutName,
  uniqueStream,
  useClient,
} from './eventStoreFixture.js';

describe('event store contract: appending', () => {
  const client = useClient();

  for (const { call, by } of bothWays) {
    describe(`with ${call}`, () => {
      it('answers the revision and the position of the last event of the write', async () => {
        const stream = uniqueStream();
        const result = await client().appendToStream(stream, several(3), by);
        const events = await readAllOf(client(), stream);
        expect(result.success).to.equal(true);
        expect(result.nextExpectedRevision).to.equal(2n);
        expect(result.position).to.deep.equal(events[2]?.event?.position);
      });

      it('creates a stream that is expected to be new, and one of which nothing is expected', async () => {
        for (const expectedRevision of [NO_STREAM, ANY] as const) {
          const options = { ...by, expectedRevision };
          const result = await client().appendToStream(uniqueStream(), happened(), options);
          expect(result.nextExpectedRevision).to.equal(0n);
        }
      });

      it('goes on where the stream ends, whichever of the matching expectations is stated', async () => {
        const stream = uniqueStream();
        const revisions: unknown[] = [];
        for (const expectedRevision of [NO_STREAM, 0n, ANY, STREAM_EXISTS, 3n] as const) {
          const options = { ...by, expectedRevision };
          const result = await client().appendToStream(stream, happened(), options);
          revisions.push(result.nextExpectedRevision);
        }
        expect(revisions).to.deep.equal([0n, 1n, 2n, 3n, 4n]);
      });

      it('refuses a new stream when a revision or any stream is expected', async () => {
        for (const expectedRevision of [0n, 7n, STREAM_EXISTS] as const) {
          const stream = uniqueStream();
          const options = { ...by, expectedRevision };
          const error = await failureOf(client().appendToStream(stream, happened(), options));
          expect(error.type).to.equal('wrong-expected-version');
          expect(error.streamName).to.equal(stream);
          expect(error.expectedVersion).to.equal(expectedRevision);
          expect(error.actualVersion).to.equal('no_stream');
        }
      });

      it('refuses a stream that has moved on, or not come so far, or exists', async () => {
        const stream = uniqueStream();
        await client().appendToStream(stream, several(3), by);
        for (const expectedRevision of [0n, 1n, 3n, 99n, NO_STREAM] as const) {
          const options = { ...by, expectedRevision };
          const error = await failureOf(client().appendToStream(stream, happened(), options));
          expect(error.type).to.equal('wrong-expected-version');
          expect(error.expectedVersion).to.equal(expectedRevision);
          expect(error.actualVersion).to.equal(2n);
        }
        expect(await readAllOf(client(), stream)).to.have.length(3);
      });

      it('accepts an empty append when the expectation holds, and refuses it otherwise', async () => {
        const stream = uniqueStream();
        await client().appendToStream(stream, several(2), by);
        const result = await client().appendToStream(stream, [], { ...by, expectedRevision: 1n });
        expect(result.nextExpectedRevision).to.equal(1n);
        for (const expectedRevision of [0n, NO_STREAM] as const) {
          const options = { ...by, expectedRevision };
          const error = await failureOf(client().appendToStream(stream, [], options));
          expect(error.type).to.equal('wrong-expected-version');
        }
        expect(await readAllOf(client(), stream)).to.have.length(2);
      });

      it('lets exactly one of many writers with the same expectation win', async () => {
        const stream = uniqueStream();
        await client().appendToStream(stream, happened(), by);
        const attempts = Array.from({ length: 20 }, (_, i) =>
          client()
            .appendToStream(stream, [happened(i), happened(i)], { ...by, expectedRevision: 0n })
            .then(
              () => 'won',
              (error: unknown) => (error as Failure).type,
            ),
        );
        const outcomes = await Promise.all(attempts);
        expect(outcomes.filter((outcome) => outcome === 'won')).to.have.length(1);
        expect(new Set(outcomes)).to.deep.equal(new Set(['won', 'wrong-expected-version']));
        expect(await readAllOf(client(), stream)).to.have.length(3);
      });

      it('refuses a stream without a name', async () => {
        for (const name of [...streamsWithoutName, '$$']) {
          const error = await failureOf(client().appendToStream(name, happened(), by));
          expect(error.type).to.equal('unknown');
        }
      });

      it('accepts the same id twice in one append', async () => {
        const stream = uniqueStream();
        const id = randomUUID();
        await client().appendToStream(stream, [happened(1, id), happened(2, id)], by);
        expect(numbersOf(await readAllOf(client(), stream))).to.deep.equal([1, 2]);
      });

      it('accepts an id that another stream has', async () => {
        const event = happened();
        for (const stream of [uniqueStream(), uniqueStream()]) {
          const result = await client().appendToStream(stream, event, by);
          expect(result.nextExpectedRevision).to.equal(0n);
          expect(await readAllOf(client(), stream)).to.have.length(1);
        }
      });
    });
  }

  it('keeps the events of one append together among many writers', async () => {
    const from = await lastPosition(client());
    const streams = Array.from({ length: 30 }, () => uniqueStream());
    await Promise.all(streams.map((stream) => client().appendToStream(stream, several(20))));
    const runs: string[] = [];
    for await (const { event } of client().readAll({ fromPosition: from })) {
      if (event && streams.includes(event.streamId) && runs.at(-1) !== event.streamId) {
        runs.push(event.streamId);
      }
    }
    expect(runs).to.have.members(streams);
  });

  it('serves thousands of concurrent appends to one stream and to many', async () => {
    const hot = uniqueStream('hot');
    const cold = Array.from({ length: 1000 }, () => uniqueStream('cold'));
    const toHot = Array.from({ length: 2000 }, (_, i) => client().appendToStream(hot, happened(i)));
    const toCold = cold.map((stream) =>
      client().appendToStream(stream, happened(), { expectedRevision: NO_STREAM }),
    );
    const results = await Promise.all(toHot);
    await Promise.all(toCold);
    const revisions = results.map(({ nextExpectedRevision }) => Number(nextExpectedRevision));
    expect(new Set(revisions).size).to.equal(2000);
    const positions = results.map(({ position }) => Number(position?.commit));
    expect(positions).to.deep.equal([...positions].sort((a, b) => a - b));
    expect(revisionsOf(await readAllOf(client(), hot))).to.deep.equal([...Array(2000).keys()]);
  });

  it('answers every one of many appends that fail for different reasons', async () => {
    const stream = uniqueStream();
    const tooLarge = happened('x'.repeat(1_200_000));
    const types = await Promise.all(
      Array.from({ length: 60 }, (_, i) => {
        if (i % 3 === 0) return client().appendToStream(stream, tooLarge);
        if (i % 3 === 1)
          return client().appendToStream(stream, happened(), { expectedRevision: 999n });
        return client().appendToStream(streamsWithoutName[0] ?? '$$', happened());
      }).map((append) => failureOf(append).then(({ type }) => type)),
    );
    expect(new Set(types)).to.deep.equal(
      new Set(['maximum-append-size-exceeded', 'wrong-expected-version', 'unknown']),
    );
    await client().appendToStream(stream, happened(), { expectedRevision: NO_STREAM });
  });
});
