import { randomUUID } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import { expect } from 'chai';
import {
  empty,
  type ReadReq,
  type ReadResp,
  streams,
} from '../../../embedded/eventStoreNode/grpc/wire.js';
import {
  allRead,
  asSubscription,
  backwards,
  readRequest,
  streamFilter,
  streamRead,
  textOfName,
  textOfUuid,
} from '../../support/clients/eventStoreMessages.js';
import { EventStoreWire, statusOf } from '../../support/clients/eventStoreWire.js';
import {
  binary,
  happened,
  lastPosition,
  readAllOf,
  several,
  uniqueStream,
  useClient,
} from './eventStoreFixture.js';

/** What the protocol says about reads and the Node client never sends. */
describe('event store contract: reading, message by message', () => {
  const client = useClient();
  let wire: EventStoreWire;
  before(async () => {
    wire = await EventStoreWire.connect();
  });
  after(() => {
    wire.close();
  });

  const read = (options: ReadReq.Options, atMost?: number): Promise<ReadResp[]> =>
    wire.read(readRequest(options), atMost);

  const streamOf = async (count: number): Promise<string> => {
    const stream = uniqueStream();
    await client().appendToStream(stream, several(count));

    return stream;
  };

  const fromHere = async (): Promise<ReadReq.Options> => {
    const { commit, prepare } = await lastPosition(client());
    const position = new streams.ReadReq.Options.Position();
    position.setCommitPosition(String(commit)).setPreparePosition(String(prepare));

    return allRead().setAll(new streams.ReadReq.Options.AllOptions().setPosition(position));
  };

  it('finds no stream for a read that does not say how ids are to be sent', async () => {
    const [answer] = await read(streamRead(uniqueStream()).setUuidOption());
    expect(answer?.hasStreamNotFound()).to.equal(true);
  });

  describe('refuses', () => {
    const cases: Record<string, () => ReadReq.Options> = {
      'a read that names neither a stream nor $all': () => streamRead(uniqueStream()).setStream(),
      'a read that is neither counted nor a subscription': () => {
        const options = allRead();
        options.clearCount();

        return options;
      },
      'a filter on a stream': () => streamRead(uniqueStream()).setFilter(streamFilter(['a'])),
      'a filter on a subscription to a stream': () =>
        asSubscription(streamRead(uniqueStream())).setFilter(streamFilter(['a'])),
      'a backward subscription to a stream': () =>
        backwards(asSubscription(streamRead(uniqueStream()))),
      'a backward subscription to $all': () => backwards(asSubscription(allRead())),
    };
    for (const [what, options] of Object.entries(cases)) {
      it(what, async () => {
        const { code } = await statusOf(read(options()));
        expect(code).to.equal(status.INVALID_ARGUMENT);
      });
    }

    it('a filter that wants a checkpoint after no events', async () => {
      const filter = streamFilter(['a']).setCheckpointintervalmultiplier(0);
      const { code } = await statusOf(read(asSubscription(allRead()).setFilter(filter)));
      expect(code).to.be.oneOf([status.INVALID_ARGUMENT, status.UNKNOWN]);
    });
  });

  for (const [what, toOptions, before] of [
    ['a read', (options: ReadReq.Options) => options, 0],
    ['a subscription', asSubscription, 1],
  ] as const) {
    it(`sends the ids of events and links in the form that ${what} asks for`, async () => {
      const [target, links] = [uniqueStream(), uniqueStream('links')];
      const id = randomUUID();
      await client().appendToStream(target, happened(0, id));
      await client().appendToStream(links, binary('$>', Buffer.from(`0@${target}`)));
      const [link] = await readAllOf(client(), links);
      const structured = new streams.ReadReq.Options.UUIDOption().setStructured(empty());
      const options = toOptions(streamRead(links)).setResolveLinks(true);
      const answers = await read(options.setUuidOption(structured), before + 1);
      const sent = answers[before]?.getEvent();
      const ids = [sent?.getEvent(), sent?.getLink()].map((record) => record?.getId());
      expect(ids.map((one) => one?.hasStructured())).to.deep.equal([true, true]);
      expect(ids.map(textOfUuid)).to.deep.equal([id, link?.event?.id]);
    });
  }

  it('says of a stream that is not there just that, and ends well', async () => {
    const stream = uniqueStream();
    const [answer, ...more] = await read(streamRead(stream));
    expect(textOfName(answer?.getStreamNotFound()?.getStreamIdentifier())).to.equal(stream);
    expect(more).to.deep.equal([]);
  });

  it('takes the highest revision there is for the end', async () => {
    const options = backwards(streamRead(await streamOf(3))).setCount('1');
    options.getStream()?.setRevision('18446744073709551615');
    const [last] = await read(options);
    expect(last?.getEvent()?.getEvent()?.getStreamRevision()).to.equal('2');
  });

  it('dates events in units of 100 ns since 1970', async () => {
    const before = BigInt(Date.now());
    const [answer] = await read(streamRead(await streamOf(1)));
    const created = answer?.getEvent()?.getEvent()?.getMetadataMap().get('created') ?? '';
    expect(created).to.match(/^\d+$/);
    expect(Math.abs(Number(BigInt(created) / 10_000n - before))).to.be.lessThan(60_000);
  });

  it('sends no positions of a stream’s ends, which nobody asked for', async () => {
    const answers = await read(streamRead(await streamOf(2)));
    expect(answers.map((answer) => answer.getContentCase())).to.deep.equal(
      answers.map(() => streams.ReadResp.ContentCase.EVENT),
    );
  });

  it('confirms a subscription with an id of its own before anything else', async () => {
    const stream = await streamOf(1);
    const ids: (string | undefined)[] = [];
    for (let i = 0; i < 2; i += 1) {
      const [first] = await read(asSubscription(streamRead(stream)), 1);
      ids.push(first?.getConfirmation()?.getSubscriptionId());
    }
    for (const id of ids) expect(id).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(ids[0]).not.to.equal(ids[1]);
  });

  it('prefers the regular expression of a filter that also has prefixes', async () => {
    const from = asSubscription(await fromHere());
    const [byRegex, byPrefix] = [await streamOf(1), await streamOf(1)];
    const answers = await read(from.setFilter(streamFilter([byPrefix], `^${byRegex}$`)), 2);
    const found = answers[1]?.getEvent()?.getEvent()?.getStreamIdentifier();
    expect(textOfName(found)).to.equal(byRegex);
  });

  it('searches 32 events at a time for a filter that names no window', async () => {
    const from = asSubscription(await fromHere());
    await streamOf(384);
    const filter = streamFilter([randomUUID()]).setCount(empty());
    from.setFilter(filter.setCheckpointintervalmultiplier(2));
    const answers = await read(from, 7);
    const kinds = answers.map((answer) => answer.getContentCase());
    const { CHECKPOINT, CONFIRMATION } = streams.ReadResp.ContentCase;
    expect(kinds).to.deep.equal([CONFIRMATION, ...Array<number>(6).fill(CHECKPOINT)]);
  });
});
