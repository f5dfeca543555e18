import { binaryEvent, END, jsonEvent } from '@eventstore/db-client';
import { expect } from 'chai';
import {
  failureOf,
  numbersOf,
  pause,
  readAllOf,
  Recording,
  revisionsOf,
  several,
  happened,
  uniqueStream,
  useClient,
} from './eventStoreFixture.js';

describe('event store contract: stream metadata', () => {
  const client = useClient();

  const streamOf = async (count: number): Promise<string> => {
    const stream = uniqueStream();
    await client().appendToStream(stream, several(count));

    return stream;
  };

  it('is read back as it was set', async () => {
    const stream = await streamOf(1);
    const metadata = {
      maxCount: 10,
      maxAge: 3600,
      cacheControl: 5,
      acl: { readRoles: ['$all'], writeRoles: ['ops'] },
      owner: 'me',
    };
    await client().setStreamMetadata(stream, metadata);
    expect((await client().getStreamMetadata(stream)).metadata).to.deep.equal(metadata);
    await client().setStreamMetadata(stream, { maxCount: 3 });
    const changed = await client().getStreamMetadata(stream);
    expect(changed.metadata).to.deep.equal({ maxCount: 3 });
    expect(changed.streamName).to.equal(stream);
  });

  it('is nothing where none was set', async () => {
    const result = await client().getStreamMetadata(await streamOf(1));
    expect(result.metadata).to.equal(undefined);
  });

  it('obeys the expected revision of its own stream', async () => {
    const stream = await streamOf(1);
    await client().setStreamMetadata(stream, { maxCount: 1 }, { expectedRevision: 'no_stream' });
    const error = await failureOf(
      client().setStreamMetadata(stream, { maxCount: 2 }, { expectedRevision: 'no_stream' }),
    );
    expect(error.type).to.equal('wrong-expected-version');
  });

  it('shows only its last event', async () => {
    const stream = await streamOf(1);
    for (const maxCount of [5, 6, 7]) await client().setStreamMetadata(stream, { maxCount });
    expect(revisionsOf(await readAllOf(client(), `$$${stream}`))).to.deep.equal([2]);
  });

  it('may come before the stream, which then exists for stream_exists and reads as missing', async () => {
    const stream = uniqueStream();
    await client().setStreamMetadata(stream, { maxCount: 2 });
    expect((await failureOf(readAllOf(client(), stream))).type).to.equal('stream-not-found');
    const options = { expectedRevision: 'stream_exists' } as const;
    const result = await client().appendToStream(stream, happened(), options);
    expect(result.nextExpectedRevision).to.equal(0n);
  });

  describe('$maxCount', () => {
    it('hides all but the last so many, forwards and backwards', async () => {
      const stream = await streamOf(10);
      await client().setStreamMetadata(stream, { maxCount: 3 });
      expect(revisionsOf(await readAllOf(client(), stream))).to.deep.equal([7, 8, 9]);
      await client().appendToStream(stream, several(1));
      const back = { direction: 'backwards', fromRevision: END } as const;
      expect(revisionsOf(await readAllOf(client(), stream, back))).to.deep.equal([10, 9, 8]);
      expect(revisionsOf(await readAllOf(client(), stream, { maxCount: 1 }))).to.deep.equal([8]);
    });
  });

  describe('$tb', () => {
    it('hides what lies before the revision; all of it may be hidden, which is no error', async () => {
      const stream = await streamOf(5);
      await client().setStreamMetadata(stream, { truncateBefore: 3 });
      expect(revisionsOf(await readAllOf(client(), stream))).to.deep.equal([3, 4]);
      const below = { direction: 'backwards', fromRevision: 2n } as const;
      expect(await readAllOf(client(), stream, below)).to.deep.equal([]);
      await client().setStreamMetadata(stream, { truncateBefore: 5 });
      expect(await readAllOf(client(), stream)).to.deep.equal([]);
      const result = await client().appendToStream(stream, happened(), { expectedRevision: 4n });
      expect(result.nextExpectedRevision).to.equal(5n);
      expect(revisionsOf(await readAllOf(client(), stream))).to.deep.equal([5]);
    });

    it('and $maxCount hide together whatever either hides', async () => {
      const stream = await streamOf(10);
      await client().setStreamMetadata(stream, { truncateBefore: 8, maxCount: 5 });
      expect(revisionsOf(await readAllOf(client(), stream))).to.deep.equal([8, 9]);
      await client().setStreamMetadata(stream, { truncateBefore: 2, maxCount: 5 });
      expect(revisionsOf(await readAllOf(client(), stream))).to.deep.equal([5, 6, 7, 8, 9]);
    });
  });

  describe('$maxAge', () => {
    it('hides what is older at the time of the read', async () => {
      const stream = await streamOf(3);
      await client().setStreamMetadata(stream, { maxAge: 4 });
      expect(await readAllOf(client(), stream)).to.have.length(3);
      await pause(4300);
      await client().appendToStream(stream, happened('young'));
      expect(numbersOf(await readAllOf(client(), stream))).to.deep.equal(['young']);
      const back = { direction: 'backwards', fromRevision: END } as const;
      expect(numbersOf(await readAllOf(client(), stream, back))).to.deep.equal(['young']);
      expect(numbersOf(await readAllOf(client(), stream, { maxCount: 1 }))).to.deep.equal([
        'young',
      ]);
    });
  });

  it('hides nothing from $all and from live subscriptions, but from those that catch up', async () => {
    const stream = await streamOf(4);
    await client().setStreamMetadata(stream, { truncateBefore: 100, maxCount: 1 });
    const recording = new Recording().of(client().subscribeToStream(stream));
    await recording.untilCaughtUp();
    expect(recording.events).to.deep.equal([]);
    await client().appendToStream(stream, several(3));
    await recording.untilEvents(3);
    expect(revisionsOf(recording.events)).to.deep.equal([4, 5, 6]);
    await recording.stop();
  });

  it('counts whatever its type is', async () => {
    const stream = await streamOf(5);
    const event = jsonEvent({ type: 'Happened', data: { $maxCount: 1 } });
    await client().appendToStream(`$$${stream}`, event);
    expect(revisionsOf(await readAllOf(client(), stream))).to.deep.equal([4]);
  });

  describe('that is malformed', () => {
    const cases = {
      'is no JSON': binaryEvent({ type: '$metadata', data: Buffer.from('{"$maxCount":1}') }),
      'has a fraction': jsonEvent({ type: '$metadata', data: { $maxCount: 1.5, $tb: 3 } }),
      'keeps none at all': jsonEvent({ type: '$metadata', data: { $maxCount: 0 } }),
      'is no object': jsonEvent({ type: '$metadata', data: [3] as never }),
      'has a text': jsonEvent({ type: '$metadata', data: { $maxCount: '1', $tb: 3 } }),
    };
    for (const [name, event] of Object.entries(cases)) {
      it(`counts as none at all when it ${name}`, async () => {
        const stream = await streamOf(5);
        await client().appendToStream(`$$${stream}`, event);
        expect(await readAllOf(client(), stream)).to.have.length(5);
      });
    }
  });
});
