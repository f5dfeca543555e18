import { randomUUID } from 'node:crypto';
import {
  type AllStreamRecordedEvent,
  END,
  type EventData,
  type EventStoreDBClient,
  jsonEvent,
  type ReadAllOptions,
  START,
} from '@eventstore/db-client';
import { expect } from 'chai';
import {
  binary,
  failureOf,
  happened,
  lastPosition,
  numbersOf,
  readAllOf,
  revisionsOf,
  several,
  uniqueStream,
  useClient,
} from './eventStoreFixture.js';

const readAll = async (
  client: EventStoreDBClient,
  options: ReadAllOptions,
): Promise<AllStreamRecordedEvent[]> => {
  const events: AllStreamRecordedEvent[] = [];
  for await (const { event } of client.readAll(options)) if (event) events.push(event);

  return events;
};

describe('event store contract: reading', () => {
  const client = useClient();

  describe('an event', () => {
    it('comes back with everything that was given to it', async () => {
      const stream = uniqueStream();
      const id = randomUUID();
      const data = { text: 'Grüße, 世界 🎉', nested: { list: [1, 2.5, null, true] } };
      const metadata = { traceparent: '00-ab', $correlationId: 'c' };
      const sentAt = Date.now();
      const { position } = await client().appendToStream(
        stream,
        jsonEvent({ id, type: 'Grüße', data, metadata }),
      );
      const [resolved] = await readAllOf(client(), stream);
      const event = resolved?.event;
      expect(event).to.deep.include({
        id,
        streamId: stream,
        type: 'Grüße',
        revision: 0n,
        isJson: true,
        data,
        metadata,
        position,
      });
      expect(Math.abs((event?.created.getTime() ?? 0) - sentAt)).to.be.lessThan(60_000);
      expect(resolved?.link).to.equal(undefined);
      expect(resolved?.commitPosition).to.equal(position?.commit);
    });

    it('may be binary, with binary metadata, and is not touched', async () => {
      const stream = uniqueStream();
      const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
      await client().appendToStream(stream, binary('Bytes', bytes, bytes));
      const [resolved] = await readAllOf(client(), stream);
      expect(resolved?.event?.isJson).to.equal(false);
      expect(Buffer.from(resolved?.event?.data as Uint8Array).equals(bytes)).to.equal(true);
      expect(Buffer.from(resolved?.event?.metadata as Uint8Array).equals(bytes)).to.equal(true);
    });

    it('may be empty, and may have no metadata', async () => {
      const stream = uniqueStream();
      await client().appendToStream(stream, binary('Nothing', new Uint8Array()));
      const [resolved] = await readAllOf(client(), stream);
      expect((resolved?.event?.data as Uint8Array).length).to.equal(0);
      expect(resolved?.event?.metadata).to.equal(undefined);
    });

    it('says JSON and is none: it comes back as text', async () => {
      const stream = uniqueStream();
      await client().appendToStream(stream, malformedJson('{"half":'));
      const [resolved] = await readAllOf(client(), stream);
      expect(resolved?.event?.isJson).to.equal(true);
      expect(resolved?.event?.data).to.equal('{"half":');
    });

    it('belongs to a stream whose name may be any text', async () => {
      const stream = `${uniqueStream('straße 🎉/ü?&')} %2F "quoted"`;
      await client().appendToStream(stream, happened());
      const [resolved] = await readAllOf(client(), stream);
      expect(resolved?.event?.streamId).to.equal(stream);
    });

    it('has a position like a byte offset: commit equals prepare, and it only grows', async () => {
      const stream = uniqueStream();
      await client().appendToStream(stream, several(3));
      await client().appendToStream(stream, several(2));
      const positions = (await readAllOf(client(), stream)).map(({ event }) => event?.position);
      let last = 0n;
      for (const position of positions) {
        expect(position?.commit).to.equal(position?.prepare);
        expect((position?.commit ?? 0n) > last).to.equal(true);
        last = position?.commit ?? 0n;
      }
    });
  });

  describe('a stream', () => {
    const stream = uniqueStream();
    before(() => client().appendToStream(stream, several(300)));

    it('is read forwards from its start, or from a revision, that one included', async () => {
      expect(await readAllOf(client(), stream)).to.have.length(300);
      const some = await readAllOf(client(), stream, { fromRevision: 290n });
      expect(revisionsOf(some)).to.deep.equal([...Array(10).keys()].map((i) => 290 + i));
      const few = await readAllOf(client(), stream, { fromRevision: 7n, maxCount: 3 });
      expect(revisionsOf(few)).to.deep.equal([7, 8, 9]);
    });

    it('is read backwards from its end, or from a revision, that one included', async () => {
      const all = await readAllOf(client(), stream, { direction: 'backwards', fromRevision: END });
      expect(revisionsOf(all)).to.deep.equal([...Array(300).keys()].reverse());
      const some = await readAllOf(client(), stream, {
        direction: 'backwards',
        fromRevision: 5n,
        maxCount: 4,
      });
      expect(revisionsOf(some)).to.deep.equal([5, 4, 3, 2]);
      const beyond = await readAllOf(client(), stream, {
        direction: 'backwards',
        fromRevision: 9999n,
        maxCount: 1,
      });
      expect(revisionsOf(beyond)).to.deep.equal([299]);
      const first = await readAllOf(client(), stream, {
        direction: 'backwards',
        fromRevision: START,
      });
      expect(revisionsOf(first)).to.deep.equal([0]);
    });

    it('has nothing behind its end, which is no error', async () => {
      expect(await readAllOf(client(), stream, { fromRevision: 300n })).to.deep.equal([]);
      expect(await readAllOf(client(), stream, { fromRevision: 10_000n })).to.deep.equal([]);
    });

    it('that does not exist is not found', async () => {
      const missing = uniqueStream();
      for (const options of [
        { direction: 'forwards', fromRevision: START },
        { direction: 'backwards', fromRevision: END },
      ] as const) {
        const error = await failureOf(readAllOf(client(), missing, options));
        expect(error.type).to.equal('stream-not-found');
        expect(error.streamName).to.equal(missing);
      }
    });

    it('cannot be read for no events, nor forwards from its end', async () => {
      for (const options of [{ maxCount: 0 }, { fromRevision: END } as const]) {
        const error = await failureOf(readAllOf(client(), stream, options));
        expect(error.type).to.equal('unknown');
        expect(error.message).to.equal('2 UNKNOWN: Unexpected ReadStreamResult: Error');
      }
    });

    it('is read alike by those who ask for the leader', async () => {
      const options = { maxCount: 1, requiresLeader: true };
      expect(revisionsOf(await readAllOf(client(), stream, options))).to.deep.equal([0]);
    });

    it('is read to the end by a slow reader, large events included', async () => {
      const large = uniqueStream('large');
      for (let i = 0; i < 12; i += 1) {
        await client().appendToStream(large, happened(`${i}${'x'.repeat(900_000)}`));
      }
      const seen: string[] = [];
      for await (const { event } of client().readStream(large)) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        seen.push((event?.data as { n: string }).n.replaceAll('x', ''));
      }
      expect(seen).to.deep.equal([...Array(12).keys()].map(String));
    });
  });

  describe('$all', () => {
    it('is not empty, and holds no event at position 0', async () => {
      const [first] = await readAll(client(), { maxCount: 1 });
      expect((first?.position.commit ?? 0n) > 0n).to.equal(true);
    });

    it('starts with the event at the position when read forwards', async () => {
      const stream = uniqueStream();
      await client().appendToStream(stream, several(3));
      const own = await readAllOf(client(), stream);
      const from = own[1]?.event?.position;
      const events = await readAll(client(), { fromPosition: from ?? START });
      expect(events[0]?.id).to.equal(own[1]?.event?.id);
      expect(events.slice(0, 2).map(({ streamId }) => streamId)).to.deep.equal([stream, stream]);
    });

    it('starts before the event at the position when read backwards', async () => {
      const stream = uniqueStream();
      await client().appendToStream(stream, several(3));
      const own = await readAllOf(client(), stream);
      const events = await readAll(client(), {
        direction: 'backwards',
        fromPosition: own[2]?.event?.position ?? START,
        maxCount: 2,
      });
      expect(events.map(({ id }) => id)).to.deep.equal([own[1]?.event?.id, own[0]?.event?.id]);
    });

    it('is in the order of the positions, and the same in both directions', async () => {
      const from = await lastPosition(client());
      const streams = [uniqueStream(), uniqueStream()];
      for (let i = 0; i < 200; i += 1) {
        await client().appendToStream(streams[i % 2] ?? '', happened(i));
      }
      const isOwn = ({ streamId }: AllStreamRecordedEvent): boolean => streams.includes(streamId);
      const there = (await readAll(client(), { fromPosition: from })).filter(isOwn);
      const back = (
        await readAll(client(), { direction: 'backwards', fromPosition: END, maxCount: 400 })
      ).filter(isOwn);
      expect(there.map(({ data }) => (data as { n: number }).n)).to.deep.equal([
        ...Array(200).keys(),
      ]);
      expect(back.reverse().map(({ id }) => id)).to.deep.equal(there.map(({ id }) => id));
    });

    it('has nothing behind its end and nothing before its start', async () => {
      expect(await readAll(client(), { fromPosition: END })).to.deep.equal([]);
      const options = { direction: 'backwards', fromPosition: START } as const;
      expect(await readAll(client(), options)).to.deep.equal([]);
    });

    it('cannot be read from a position between two events, or whose prepare is behind its commit', async () => {
      const { commit } = await lastPosition(client());
      for (const fromPosition of [
        { commit: commit - 1n, prepare: commit - 1n },
        { commit, prepare: commit + 1n },
      ]) {
        const error = await failureOf(readAll(client(), { fromPosition }));
        expect(error.type).to.equal('unknown');
      }
    });

    it('says why a position between two events is none', async () => {
      const { commit } = await lastPosition(client());
      const fromPosition = { commit: commit - 1n, prepare: commit - 1n };
      for (const direction of ['forwards', 'backwards'] as const) {
        const error = await failureOf(readAll(client(), { fromPosition, direction }));
        expect(error.message).to.match(
          /^2 UNKNOWN: Unexpected ReadAllResult: (InvalidPosition|Error)$/,
        );
      }
    });

    it('does not show where persistent subscriptions to it stand, nor what they parked', async () => {
      const from = await lastPosition(client());
      const group = randomUUID();
      const names = [
        `$persistentsubscription-$all::${group}-checkpoint`,
        `$persistentsubscription-$all::${group}-parked`,
      ];
      const shown = [`$persistentsubscription-s::${group}-checkpoint`, uniqueStream()];
      for (const name of [...names, ...shown]) await client().appendToStream(name, happened());
      for (const options of [
        { fromPosition: from },
        { direction: 'backwards', fromPosition: END, maxCount: 100 },
      ] as const) {
        const seen = (await readAll(client(), options)).map(({ streamId }) => streamId);
        expect(seen).to.include.members(shown);
        expect(seen).not.to.include.oneOf(names);
      }
      for (const name of names) expect(await readAllOf(client(), name)).to.have.length(1);
    });

    it('does not show the record that the server keeps of its epochs', async () => {
      const events = await readAll(client(), { maxCount: 200 });
      expect(events.map(({ streamId }) => streamId)).not.to.include('$epoch-information');
    });
  });

  describe('links', () => {
    const link = (target: string): EventData => binary('$>', Buffer.from(target));

    it('lead to their targets when the reader asks for that', async () => {
      const [target, stream] = [uniqueStream(), uniqueStream('links')];
      await client().appendToStream(target, several(3));
      await client().appendToStream(stream, link(`1@${target}`));
      const resolved = await readAllOf(client(), stream, { resolveLinkTos: true });
      expect(numbersOf(resolved)).to.deep.equal([1]);
      const [plain] = await readAllOf(client(), stream);
      const summary = resolved.map(({ event, link: by, commitPosition }) => [
        event?.streamId,
        by?.streamId,
        commitPosition,
      ]);
      expect(summary).to.deep.equal([[target, stream, plain?.event?.position?.commit]]);
      expect([plain?.event?.type, plain?.link]).to.deep.equal(['$>', undefined]);
    });

    it('lead nowhere when the target is missing, truncated or deleted', async () => {
      const [truncated, deleted, stream] = [uniqueStream(), uniqueStream(), uniqueStream('links')];
      await client().appendToStream(truncated, several(3));
      await client().setStreamMetadata(truncated, { truncateBefore: 2 });
      await client().appendToStream(deleted, several(1));
      await client().deleteStream(deleted);
      const targets = [`0@${uniqueStream()}`, `9@${truncated}`, `0@${truncated}`, `0@${deleted}`];
      await client().appendToStream(stream, targets.map(link));
      const events = await readAllOf(client(), stream, { resolveLinkTos: true });
      for (const { event } of events) expect(event).to.equal(undefined);
      expect(events.map(({ link: { type } = { type: '' } }) => type)).to.deep.equal(
        targets.map(() => '$>'),
      );
    });

    it('lead to their targets from $all as well', async () => {
      const from = await lastPosition(client());
      const [target, stream] = [uniqueStream(), uniqueStream('links')];
      await client().appendToStream(target, several(1));
      await client().appendToStream(stream, link(`0@${target}`));
      const seen: unknown[] = [];
      for await (const resolved of client().readAll({ fromPosition: from, resolveLinkTos: true })) {
        if (resolved.link?.streamId === stream) seen.push(resolved.event?.streamId);
      }
      expect(seen).to.deep.equal([target]);
    });

    it('that cannot be parsed are events like any other', async () => {
      const stream = uniqueStream('links');
      await client().appendToStream(stream, link('nonsense'));
      const [resolved] = await readAllOf(client(), stream, { resolveLinkTos: true });
      expect(resolved?.event?.type).to.equal('$>');
      expect(resolved?.link).to.equal(undefined);
    });
  });
});

/**
 * The client reads the content type twice: first to send it, then to choose how to encode the data.
 */
const malformedJson = (text: string): EventData => {
  const contentTypes = ['application/json', 'application/octet-stream'];
  const event = { ...binary('Odd', Buffer.from(text)) };

  return Object.defineProperty(event, 'contentType', { get: () => contentTypes.shift() });
};
