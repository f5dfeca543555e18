import { ANY, END, jsonEvent, NO_STREAM, STREAM_EXISTS } from '@eventstore/db-client';
import { expect } from 'chai';
import {
  bothWays,
  failureOf,
  happened,
  lastPosition,
  numbersOf,
  readAllOf,
  Recording,
  revisionsOf,
  several,
  uniqueStream,
  useClient,
} from './eventStoreFixture.js';

const SOFT_DELETED = 9223372036854776000;

describe('event store contract: deleting', () => {
  const client = useClient();

  const deletedStream = async (): Promise<string> => {
    const stream = uniqueStream();
    await client().appendToStream(stream, several(3));
    await client().deleteStream(stream);

    return stream;
  };

  describe('a soft-deleted stream', () => {
    it('reads as missing, its metadata say why, and $all still shows its events', async () => {
      const from = await lastPosition(client());
      const stream = await deletedStream();
      expect((await failureOf(readAllOf(client(), stream))).type).to.equal('stream-not-found');
      const { metadata } = await client().getStreamMetadata(stream);
      expect(metadata?.truncateBefore).to.equal(SOFT_DELETED);
      const types: string[] = [];
      for await (const { event } of client().readAll({ fromPosition: from })) {
        if (event?.streamId.endsWith(stream)) types.push(event.type);
      }
      expect(types).to.deep.equal(['Happened', 'Happened', 'Happened', '$metadata']);
    });

    it('was deleted at a position behind its events', async () => {
      const stream = uniqueStream();
      const written = await client().appendToStream(stream, several(1));
      const { position } = await client().deleteStream(stream, { expectedRevision: 0n });
      expect((position?.commit ?? 0n) > (written.position?.commit ?? 0n)).to.equal(true);
    });

    for (const [name, expected] of [
      ['any', ANY],
      ['no_stream', NO_STREAM],
      ['the last revision', 2n],
    ] as const) {
      it(`comes back with ${name}, and its revisions go on`, async () => {
        const stream = await deletedStream();
        const options = { expectedRevision: expected };
        const result = await client().appendToStream(stream, several(2), options);
        expect(result.nextExpectedRevision).to.equal(4n);
        const events = await readAllOf(client(), stream);
        expect(revisionsOf(events)).to.deep.equal([3, 4]);
        expect(events[1]?.event?.position).to.deep.equal(result.position);
        const { metadata } = await client().getStreamMetadata(stream);
        expect(metadata?.truncateBefore).to.equal(3);
      });
    }

    it('comes back once: the metadata of its revival is the last thing the server writes', async () => {
      const stream = await deletedStream();
      await client().appendToStream(stream, several(1));
      await client().appendToStream(stream, several(1), { expectedRevision: 3n });
      expect(revisionsOf(await readAllOf(client(), stream))).to.deep.equal([3, 4]);
      const metadata = await readAllOf(client(), `$$${stream}`, {
        direction: 'backwards',
        fromRevision: END,
      });
      expect(revisionsOf(metadata)).to.deep.equal([1]);
    });

    it('still knows its old writes again, and refuses a wrong revision', async () => {
      const stream = uniqueStream();
      const write = several(2);
      const options = { expectedRevision: NO_STREAM } as const;
      const original = await client().appendToStream(stream, write, options);
      await client().deleteStream(stream);
      // no read shows the events any more: their position is not told
      const again = await client().appendToStream(stream, write, options);
      expect(again.nextExpectedRevision).to.equal(original.nextExpectedRevision);
      expect(again.position).to.equal(undefined);
      for (const expectedRevision of [0n, 5n]) {
        const error = await failureOf(
          client().appendToStream(stream, happened(), { expectedRevision }),
        );
        expect(error.type).to.equal('wrong-expected-version');
        expect(error.actualVersion).to.equal(1n);
      }
    });

    for (const { call, by } of bothWays) {
      it(`is no stream that exists, for ${call}`, async () => {
        const stream = await deletedStream();
        const options = { ...by, expectedRevision: STREAM_EXISTS } as const;
        const error = await failureOf(client().appendToStream(stream, happened(), options));
        expect(error.type).to.equal('stream-deleted');
        expect(error.streamName).to.equal(stream);
      });
    }

    it('can be deleted again', async () => {
      const stream = await deletedStream();
      await client().deleteStream(stream);
      expect((await failureOf(readAllOf(client(), stream))).type).to.equal('stream-not-found');
    });

    it('comes back, with its revisions from the next on, when somebody writes metadata for it', async () => {
      const stream = await deletedStream();
      await client().setStreamMetadata(stream, { maxCount: 100, owner: 'me' });
      const { metadata } = await client().getStreamMetadata(stream);
      expect(metadata).to.deep.equal({ maxCount: 100, owner: 'me', truncateBefore: 3 });
      expect(await readAllOf(client(), stream)).to.deep.equal([]);
      await client().appendToStream(stream, several(1), { expectedRevision: 2n });
      expect(revisionsOf(await readAllOf(client(), stream))).to.deep.equal([3]);
    });

    it('keeps no metadata but the deletion, and the revival adds only its own', async () => {
      const stream = uniqueStream();
      await client().appendToStream(stream, several(1));
      await client().setStreamMetadata(stream, { maxCount: 5, owner: 'me' });
      await client().deleteStream(stream);
      expect((await client().getStreamMetadata(stream)).metadata).to.deep.equal({
        truncateBefore: SOFT_DELETED,
      });
      await client().appendToStream(stream, several(1));
      expect((await client().getStreamMetadata(stream)).metadata).to.deep.equal({
        truncateBefore: 1,
      });
    });

    it('leaves its subscriptions open, which deliver what comes later', async () => {
      const stream = uniqueStream();
      await client().appendToStream(stream, several(1));
      const recording = new Recording().of(client().subscribeToStream(stream));
      await recording.untilCaughtUp();
      await client().deleteStream(stream);
      await client().appendToStream(stream, happened('again'));
      await recording.untilEvents(2);
      expect(numbersOf(recording.events)).to.deep.equal([0, 'again']);
      expect(recording.error).to.equal(null);
      await recording.stop();
    });
  });

  describe('the expectation of a delete', () => {
    it('must hold', async () => {
      const stream = uniqueStream();
      await client().appendToStream(stream, several(2));
      for (const expectedRevision of [0n, 7n, NO_STREAM] as const) {
        const error = await failureOf(client().deleteStream(stream, { expectedRevision }));
        expect(error.type).to.equal('wrong-expected-version');
        expect(error.streamName).to.equal(stream);
        expect(error.actualVersion).to.equal(1n);
        // The trailer carries a number, and the client leaves it one.
        expect(error.expectedVersion).to.equal(
          expectedRevision === NO_STREAM ? -1n : expectedRevision,
        );
      }
      await client().deleteStream(stream, { expectedRevision: 1n });
    });

    it('holds for a stream of which there is nothing but metadata', async () => {
      for (const expectedRevision of [ANY, NO_STREAM] as const) {
        const stream = uniqueStream();
        await client().setStreamMetadata(stream, { maxCount: 5 });
        await client().deleteStream(stream, { expectedRevision });
        const { metadata } = await client().getStreamMetadata(stream);
        expect(metadata).to.deep.equal({ truncateBefore: SOFT_DELETED });
        const result = await client().appendToStream(stream, happened());
        expect(result.nextExpectedRevision).to.equal(0n);
        expect(revisionsOf(await readAllOf(client(), stream))).to.deep.equal([0]);
      }
    });

    it('never holds for a stream that does not exist', async () => {
      for (const expectedRevision of [ANY, NO_STREAM, 0n] as const) {
        const error = await failureOf(client().deleteStream(uniqueStream(), { expectedRevision }));
        expect(error.type).to.equal('wrong-expected-version');
      }
    });
  });

  describe('a tombstoned stream', () => {
    const tombstoned = async (): Promise<string> => {
      const stream = uniqueStream();
      await client().appendToStream(stream, several(2));
      await client().tombstoneStream(stream, { expectedRevision: 1n });

      return stream;
    };

    it('is deleted for every append, delete, tombstone, read and subscription', async () => {
      const stream = await tombstoned();
      const attempts: (() => Promise<unknown>)[] = [
        ...[ANY, NO_STREAM, STREAM_EXISTS, 1n].flatMap((expectedRevision) =>
          bothWays.map(({ by }) => () => {
            const options = { ...by, expectedRevision: expectedRevision as 1n };

            return client().appendToStream(stream, happened(), options);
          }),
        ),
        () => client().deleteStream(stream),
        () => client().tombstoneStream(stream),
        () => readAllOf(client(), stream),
        () => readAllOf(client(), `$$${stream}`),
        () => client().setStreamMetadata(stream, { maxCount: 1 }),
      ];
      for (const attempt of attempts) {
        const error = await failureOf(attempt());
        expect(error.type).to.equal('stream-deleted');
      }
      const recording = new Recording().of(client().subscribeToStream(stream));
      await recording.until(() => recording.error !== null, 'the error');
      expect(recording.error?.type).to.equal('stream-deleted');
    });

    it('ends in $all with $streamDeleted at the highest revision there is', async () => {
      const from = await lastPosition(client());
      const stream = await tombstoned();
      const own: unknown[] = [];
      for await (const { event } of client().readAll({ fromPosition: from })) {
        if (event?.streamId === stream) own.push([event.type, event.revision, event.isJson]);
      }
      expect(own.at(-1)).to.deep.equal(['$streamDeleted', 9223372036854775807n, false]);
    });

    it('may have been soft-deleted before', async () => {
      const stream = await deletedStream();
      await client().tombstoneStream(stream);
      expect((await failureOf(readAllOf(client(), stream))).type).to.equal('stream-deleted');
    });

    it('need not have existed', async () => {
      for (const expectedRevision of [ANY, NO_STREAM] as const) {
        const stream = uniqueStream();
        await client().tombstoneStream(stream, { expectedRevision });
        expect((await failureOf(readAllOf(client(), stream))).type).to.equal('stream-deleted');
      }
    });

    it('is not made when the expectation does not hold', async () => {
      const stream = uniqueStream();
      await client().appendToStream(stream, several(2));
      for (const expectedRevision of [NO_STREAM, 0n, 2n] as const) {
        const error = await failureOf(client().tombstoneStream(stream, { expectedRevision }));
        expect(error.type).to.equal('wrong-expected-version');
        expect(error.actualVersion).to.equal(1n);
      }
      expect(await readAllOf(client(), stream)).to.have.length(2);
    });

    it('gives its live subscriptions the tombstone, then the error', async () => {
      const stream = uniqueStream();
      await client().appendToStream(stream, several(1));
      const recording = new Recording().of(client().subscribeToStream(stream));
      await recording.untilCaughtUp();
      await client().tombstoneStream(stream);
      await recording.until(() => recording.error !== null, 'the error');
      expect(recording.error?.type).to.equal('stream-deleted');
      expect(recording.events.map(({ event }) => event?.type)).to.deep.equal([
        'Happened',
        '$streamDeleted',
      ]);
    });

    it('survives a name that no trailer can carry', async () => {
      const stream = `${uniqueStream('straße')} 🎉`;
      await client().appendToStream(stream, jsonEvent({ type: 'Happened', data: {} }));
      const wrong = await failureOf(client().deleteStream(stream, { expectedRevision: 9n }));
      expect(wrong.type).to.be.oneOf(['wrong-expected-version', 'unknown']);
      await client().tombstoneStream(stream);
      const deleted = await failureOf(readAllOf(client(), stream));
      expect(deleted.type).to.be.oneOf(['stream-deleted', 'unknown']);
      await client().appendToStream(uniqueStream(), happened());
    });
  });
});
