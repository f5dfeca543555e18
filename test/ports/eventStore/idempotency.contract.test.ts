import { type AppendExpectedRevision, ANY, NO_STREAM, STREAM_EXISTS } from '@eventstore/db-client';
import { expect } from 'chai';
import {
  bothWays,
  failureOf,
  happened,
  readAllOf,
  Recording,
  several,
  uniqueStream,
  useClient,
  type Failure,
} from './eventStoreFixture.js';

describe('event store contract: appending again', () => {
  const client = useClient();

  for (const { call, by } of bothWays) {
    describe(`with ${call}`, () => {
      const append = (
        stream: string,
        events: ReturnType<typeof several>,
        expectedRevision: AppendExpectedRevision,
      ): ReturnType<ReturnType<typeof client>['appendToStream']> =>
        client().appendToStream(stream, events, { ...by, expectedRevision });

      it('answers the original result and writes nothing, however far the stream has come', async () => {
        const stream = uniqueStream();
        const write = several(3);
        const original = await append(stream, write, NO_STREAM);
        await append(stream, several(5), 2n);
        const repeated = await append(stream, write, NO_STREAM);
        expect(repeated).to.deep.equal(original);
        expect(await readAllOf(client(), stream)).to.have.length(8);
      });

      it('finds a write in the middle of the stream by its exact revision', async () => {
        const stream = uniqueStream();
        await append(stream, several(2), NO_STREAM);
        const write = several(2);
        const original = await append(stream, write, 1n);
        await append(stream, several(2), 3n);
        expect(await append(stream, write, 1n)).to.deep.equal(original);
        expect(await readAllOf(client(), stream)).to.have.length(6);
      });

      it('accepts a repetition of the beginning of a longer write', async () => {
        const stream = uniqueStream();
        const write = several(4);
        await append(stream, write, NO_STREAM);
        const repeated = await append(stream, write.slice(0, 2), NO_STREAM);
        const events = await readAllOf(client(), stream);
        expect(repeated.nextExpectedRevision).to.equal(1n);
        expect(repeated.position).to.deep.equal(events[1]?.event?.position);
        expect(events).to.have.length(4);
      });

      it('refuses a repetition that goes on behind the stored events', async () => {
        const stream = uniqueStream();
        const write = several(2);
        await append(stream, write, NO_STREAM);
        const longer = [...write, ...several(1)];
        const error = await failureOf(append(stream, longer, NO_STREAM));
        expect(error.type).to.equal('wrong-expected-version');
        expect(error.actualVersion).to.equal(1n);
        expect(await readAllOf(client(), stream)).to.have.length(2);
      });

      it('refuses a write of which only the beginning was written before', async () => {
        const stream = uniqueStream();
        const write = several(3);
        await append(stream, write, NO_STREAM);
        const other = [...write.slice(0, 2), ...several(1)];
        const error = await failureOf(append(stream, other, NO_STREAM));
        expect(error.type).to.equal('wrong-expected-version');
      });

      it('compares ids, not payloads', async () => {
        const stream = uniqueStream();
        const [event = happened()] = several(1);
        const original = await append(stream, [event], NO_STREAM);
        const changed = { ...event, data: { n: 'changed' } } as typeof event;
        expect(await append(stream, [changed], NO_STREAM)).to.deep.equal(original);
        const [stored] = await readAllOf(client(), stream);
        expect(stored?.event?.data).to.deep.equal({ n: 0 });
      });

      it('answers a repetition that is sent while the original is still being written, or lets it time out', async () => {
        const stream = uniqueStream();
        const write = several(2);
        const attempts = await Promise.allSettled(
          Array.from({ length: 10 }, () => append(stream, write, NO_STREAM)),
        );
        const original = await append(stream, write, NO_STREAM);
        const answered = attempts.filter((attempt) => attempt.status === 'fulfilled');
        expect(answered).to.not.deep.equal([]);
        for (const { value } of answered) expect(value).to.deep.equal(original);
        for (const attempt of attempts.filter(({ status }) => status === 'rejected')) {
          const { type } = (attempt as PromiseRejectedResult).reason as Failure;
          expect(type).to.be.oneOf(['deadline-exceeded', 'timeout']);
        }
        expect(await readAllOf(client(), stream)).to.have.length(2);
      });

      for (const [name, expected] of [
        ['any', ANY],
        ['stream_exists', STREAM_EXISTS],
      ] as const) {
        it(`knows a recent write again when ${name} is expected`, async () => {
          const stream = uniqueStream();
          await append(stream, several(1), NO_STREAM);
          const write = several(2);
          const original = await append(stream, write, expected);
          await append(stream, several(1), ANY);
          expect(await append(stream, write, expected)).to.deep.equal(original);
          expect(await readAllOf(client(), stream)).to.have.length(4);
        });

        it(`refuses a half-known write when ${name} is expected`, async () => {
          const stream = uniqueStream();
          const write = several(2);
          await append(stream, write, NO_STREAM);
          const mixed = [...write.slice(0, 1), ...several(1)];
          const error = await failureOf(append(stream, mixed, expected));
          expect(error.type).to.equal('wrong-expected-version');
        });

        it(`writes when the first id is unknown and ${name} is expected`, async () => {
          const stream = uniqueStream();
          const write = several(1);
          await append(stream, write, NO_STREAM);
          const result = await append(stream, [...several(1), ...write], expected);
          expect(result.nextExpectedRevision).to.equal(2n);
        });
      }
    });
  }

  it('tells no subscriber of a repetition', async () => {
    const stream = uniqueStream();
    const write = several(2);
    await client().appendToStream(stream, write, { expectedRevision: NO_STREAM });
    const recording = new Recording().of(client().subscribeToStream(stream));
    await recording.untilCaughtUp();
    await client().appendToStream(stream, write, { expectedRevision: NO_STREAM });
    await client().appendToStream(stream, happened('new'), { expectedRevision: 1n });
    await recording.untilEvents(3);
    expect(recording.events.map(({ event }) => Number(event?.revision))).to.deep.equal([0, 1, 2]);
    await recording.stop();
  });
});
