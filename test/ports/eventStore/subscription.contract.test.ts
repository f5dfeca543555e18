import { randomUUID } from 'node:crypto';
import { END, type EventStoreDBClient, START } from '@eventstore/db-client';
import { expect } from 'chai';
import {
  happened,
  lastPosition,
  numbersOf,
  pause,
  readAllOf,
  Recording,
  revisionsOf,
  several,
  uniqueStream,
  useClient,
} from './eventStoreFixture.js';

describe('event store contract: subscriptions', () => {
  const client = useClient();
  const open: Recording[] = [];
  const record = (recording: Recording): Recording => {
    open.push(recording);

    return recording;
  };
  afterEach(async () => {
    await Promise.all(open.splice(0).map((recording) => recording.stop()));
  });

  const toStream = (
    stream: string,
    options: Parameters<EventStoreDBClient['subscribeToStream']>[1] = {},
  ): Recording => record(new Recording().of(client().subscribeToStream(stream, options)));

  const toAll = (options: Parameters<EventStoreDBClient['subscribeToAll']>[0] = {}): Recording =>
    record(new Recording().of(client().subscribeToAll(options)));

  describe('to a stream', () => {
    it('is confirmed, catches up, says so once, and stays live', async () => {
      const stream = uniqueStream();
      await client().appendToStream(stream, several(3));
      const recording = toStream(stream);
      await recording.untilCaughtUp();
      await client().appendToStream(stream, several(2));
      await recording.untilEvents(5);
      await pause(50);
      expect(recording.log).to.deep.equal([
        'confirmation',
        'event',
        'event',
        'event',
        'caughtUp',
        'event',
        'event',
      ]);
      expect(revisionsOf(recording.events)).to.deep.equal([0, 1, 2, 3, 4]);
    });

    it('starts after the revision it is given', async () => {
      const stream = uniqueStream();
      await client().appendToStream(stream, several(5));
      const recording = toStream(stream, { fromRevision: 2n });
      await recording.untilCaughtUp();
      expect(revisionsOf(recording.events)).to.deep.equal([3, 4]);
    });

    it('starts behind the last event when it starts at the end', async () => {
      const stream = uniqueStream();
      await client().appendToStream(stream, several(5));
      const recording = toStream(stream, { fromRevision: END });
      await recording.untilCaughtUp();
      expect(recording.log).to.deep.equal(['confirmation', 'caughtUp']);
      await client().appendToStream(stream, happened('new'));
      await recording.untilEvents(1);
      expect(numbersOf(recording.events)).to.deep.equal(['new']);
    });

    it('skips silently what comes up to a revision that the stream has not reached', async () => {
      const stream = uniqueStream();
      await client().appendToStream(stream, several(2));
      const recording = toStream(stream, { fromRevision: 3n });
      await recording.untilCaughtUp();
      await client().appendToStream(stream, several(4));
      await recording.untilEvents(2);
      await pause(30);
      expect(revisionsOf(recording.events)).to.deep.equal([4, 5]);
    });

    it('waits for a stream that does not exist yet', async () => {
      const stream = uniqueStream();
      const recording = toStream(stream);
      await recording.untilConfirmed();
      await client().appendToStream(stream, several(1));
      await recording.untilEvents(1);
      expect(recording.error).to.equal(null);
    });

    it('loses nothing, repeats nothing and keeps the order while others write', async () => {
      const stream = uniqueStream();
      await client().appendToStream(stream, several(500));
      const writing = (async (): Promise<void> => {
        for (let i = 0; i < 100; i += 1) await client().appendToStream(stream, several(5));
      })();
      const recordings = Array.from({ length: 5 }, () => toStream(stream));
      await writing;
      for (const recording of recordings) {
        await recording.untilEvents(1000);
        expect(revisionsOf(recording.events)).to.deep.equal([...Array(1000).keys()]);
        // A server may fall back to catching up behind a reader, and then says again that it is
        // done.
        expect(recording.count('caughtUp')).to.be.at.least(1);
        expect(recording.count('fellBehind')).to.equal(0);
      }
    });

    it('sends to a slow reader at its own pace', async () => {
      const stream = uniqueStream();
      await client().appendToStream(stream, several(200));
      const subscription = client().subscribeToStream(stream);
      const revisions: number[] = [];
      for await (const { event } of subscription) {
        revisions.push(Number(event?.revision));
        if (revisions.length % 50 === 0) {
          await pause(100);
          await client().appendToStream(stream, several(10));
        }
        if (revisions.length === 240) break;
      }
      expect(revisions).to.deep.equal([...Array(240).keys()]);
    });

    it('resolves links when it is asked to', async () => {
      const [target, links] = [uniqueStream(), uniqueStream('links')];
      await client().appendToStream(target, several(1));
      const recording = toStream(links, { resolveLinkTos: true });
      await client().appendToStream(links, {
        ...happened(),
        type: '$>',
        contentType: 'application/octet-stream',
        data: Buffer.from(`0@${target}`),
      } as never);
      await recording.untilEvents(1);
      expect(recording.events[0]?.event?.streamId).to.equal(target);
      expect(recording.events[0]?.link?.streamId).to.equal(links);
    });

    it('ends without an error when the client unsubscribes', async () => {
      const stream = uniqueStream();
      const recording = toStream(stream);
      await recording.untilConfirmed();
      await recording.stop();
      await client().appendToStream(stream, happened());
      await pause(50);
      expect(recording.error).to.equal(null);
      expect(recording.events).to.deep.equal([]);
    });
  });

  describe('to $all', () => {
    it('starts after the position it is given', async () => {
      const stream = uniqueStream();
      await client().appendToStream(stream, several(3));
      const own = await readAllOf(client(), stream);
      const recording = toAll({ fromPosition: own[0]?.event?.position ?? START });
      await recording.untilCaughtUp();
      expect(recording.events.slice(0, 2).map(({ event }) => event?.id)).to.deep.equal(
        own.slice(1).map(({ event }) => event?.id),
      );
    });

    it('from the last position, or the end, has nothing to catch up with', async () => {
      for (const fromPosition of [await lastPosition(client()), END] as const) {
        const stream = uniqueStream();
        const recording = toAll({ fromPosition });
        await recording.untilCaughtUp();
        expect(recording.log).to.deep.equal(['confirmation', 'caughtUp']);
        await client().appendToStream(stream, happened());
        await recording.untilEvents(1);
        expect(recording.events[0]?.event?.streamId).to.equal(stream);
      }
    });

    it('from the very first event begins where a read of $all begins', async () => {
      const recording = toAll({ fromPosition: START });
      await recording.untilEvents(1);
      const ids: unknown[] = [];
      for await (const { event } of client().readAll({ maxCount: 1 })) ids.push(event?.id);
      expect(recording.events[0]?.event?.id).to.equal(ids[0]);
    });

    it('refuses a position between two events, and takes one behind the end', async () => {
      const { commit } = await lastPosition(client());
      const wrong = toAll({ fromPosition: { commit: commit - 1n, prepare: commit - 1n } });
      await wrong.until(() => wrong.error !== null, 'the error');
      // said by 24.2, and by 23.10
      expect(wrong.error?.message).to.match(/from an invalid position\.|thrown by handler\./);
      const far = commit + 1_000_000_000n;
      const ahead = toAll({ fromPosition: { commit: far, prepare: far } });
      await ahead.untilCaughtUp();
      await client().appendToStream(uniqueStream(), happened());
      await pause(50);
      // 24.2 skips what comes up to it, 23.10 delivers it
      expect(ahead.events.length).to.be.at.most(1);
      expect(ahead.error).to.equal(null);
    });

    it('delivers in the order of the positions while many write', async () => {
      const from = await lastPosition(client());
      const first = toAll({ fromPosition: from });
      const streams = Array.from({ length: 50 }, () => uniqueStream());
      await Promise.all(streams.map((stream) => client().appendToStream(stream, several(10))));
      await first.until(() => first.events.length >= 500 || isTooSlow(first), 'every event');
      const rest = isTooSlow(first)
        ? toAll({ fromPosition: first.events.at(-1)?.event?.position ?? from })
        : first;
      const seen = () => (rest === first ? first.events : [...first.events, ...rest.events]);
      await rest.until(() => seen().length >= 500, 'every event');
      const positions = seen().map(({ event }) => Number(event?.position?.commit));
      expect(positions).to.deep.equal([...positions].sort((a, b) => a - b));
      expect(new Set(positions).size).to.equal(500);
    });

    it('does not deliver what the server keeps of persistent subscriptions to it', async () => {
      const recording = toAll({ fromPosition: await lastPosition(client()) });
      const group = randomUUID();
      const marker = uniqueStream();
      for (const kind of ['checkpoint', 'parked']) {
        const name = `$persistentsubscription-$all::${group}-${kind}`;
        await client().appendToStream(name, happened());
      }
      await client().appendToStream(marker, happened());
      await recording.until(
        () => recording.events.some(({ event }) => event?.streamId === marker),
        'the event behind them',
      );
      const seen = recording.events.map(({ event }) => event?.streamId ?? '');
      expect(seen.filter((name) => name.includes(group))).to.deep.equal([]);
    });

    it('shows an event that an append has reported to a read at once', async () => {
      for (let i = 0; i < 50; i += 1) {
        const stream = uniqueStream();
        const { position } = await client().appendToStream(stream, happened());
        const seen: unknown[] = [];
        if (position) {
          for await (const { event } of client().readAll({ fromPosition: position, maxCount: 1 })) {
            seen.push(event?.streamId);
          }
        }
        expect(seen).to.deep.equal([stream]);
      }
    });
  });
});

/** What 23.10 ends a live subscription with that falls behind: its reader subscribes again. */
const isTooSlow = ({ error }: Recording): boolean =>
  error?.message.includes('Consumer too slow') ?? false;
