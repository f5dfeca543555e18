import { BACKWARDS, END, EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import { expect } from 'chai';
import { connectEventStore } from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { eventually } from '../../support/assertions/eventually.js';
import {
  type EventStoreNode,
  startEventStoreNode,
} from '../../../embedded/eventStoreNode/index.js';
import { type LogFile } from '../../../embedded/eventStoreNode/storage/logFile.js';
import {
  bothWays,
  failureOf,
  happened,
  numbersOf,
  readAllOf,
  Recording,
  several,
} from '../../ports/eventStore/eventStoreFixture.js';
import { useFolders } from './nodeFixture.js';

/** A disk whose syncs can be held up. */
class Disk {
  #held: Promise<void> | null = null;
  #release: () => void = () => undefined;

  readonly wrap = (file: LogFile): LogFile => ({
    ...file,
    sync: async () => {
      await this.#held;
      await file.sync();
    },
  });

  hold(): void {
    this.#held = new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  release(): void {
    this.#held = null;
    this.#release();
  }
}

describe('event store node whose disk takes longer than two seconds', () => {
  const newFolder = useFolders();
  let disk: Disk;
  let node: EventStoreNode;
  let client: EventStoreDBClient;
  beforeEach(async () => {
    disk = new Disk();
    node = await startEventStoreNode({ dir: await newFolder(), port: 0, wrapFile: disk.wrap });
    client = EventStoreDBClient.connectionString(node.url);
    await client.appendToStream('there', several(2));
  });
  afterEach(async () => {
    disk.release();
    await client.dispose();
    await node.stop();
  });

  it('tells writers that the outcome is open, each call in its own way', async () => {
    disk.hold();
    const failures = await Promise.all(
      [
        ...bothWays.map(({ by, call }) => client.appendToStream(call, happened(), by)),
        client.deleteStream('there'),
        client.tombstoneStream('elsewhere'),
      ].map(failureOf),
    );
    expect(failures.map(({ type }) => type)).to.deep.equal([
      'deadline-exceeded',
      'timeout',
      'timeout',
      'timeout',
    ]);
    expect(failures[1]?.message).to.match(/^10 ABORTED: Operation timed out: /);
  });

  for (const { call, by } of bothWays) {
    it(`has written it all the same in the end: the same ${call} again has the first one’s result`, async () => {
      const write = several(3);
      const options = { ...by, expectedRevision: NO_STREAM } as const;
      disk.hold();
      await failureOf(client.appendToStream('s', write, options));
      disk.release();
      // one that comes before the disk has it gets no answer
      await eventually(() => client.appendToStream('s', write, options));
      const result = await client.appendToStream('s', write, options);
      expect(result.nextExpectedRevision).to.equal(2n);
      const events = await readAllOf(client, 's');
      expect(numbersOf(events)).to.deep.equal([0, 1, 2]);
      expect(result.position).to.deep.equal(events[2]?.event?.position);
    });
  }

  it('shows nobody what is not on the disk yet; a refusal that rests on it waits for it', async () => {
    const recording = new Recording().of(client.subscribeToStream('there'));
    await recording.untilCaughtUp();
    disk.hold();
    const written = client.appendToStream('there', happened('new'), { expectedRevision: 1n });
    const refused = failureOf(
      client.appendToStream('there', happened(), { expectedRevision: NO_STREAM }),
    );
    expect(await readAllOf(client, 'there')).to.have.length(2);
    expect(recording.events).to.have.length(2);
    disk.release();
    await written;
    expect((await refused).actualVersion).to.equal(2n);
    expect(await readAllOf(client, 'there')).to.have.length(3);
    await recording.untilEvents(3);
    await recording.stop();
  });

  it('is reached all the same, whoever asks for that alone', async () => {
    const eventStore = connectEventStore(node.url, createLogger({ name: 'test', level: 'silent' }));
    disk.hold();
    const written = client.appendToStream('there', happened('new'), { expectedRevision: 1n });
    await readAllOf(client, 'there');
    await eventStore.ping();
    disk.release();
    await written;
    await eventStore.stop();
  });

  it('says how far the log goes when what it took before is on the disk', async () => {
    disk.hold();
    const written = client.appendToStream('there', happened('new'), { expectedRevision: 1n });
    await readAllOf(client, 'there');
    let hasAnswer = false;
    const newest = newestOf(client).finally(() => (hasAnswer = true));
    await readAllOf(client, 'there');
    expect(hasAnswer).to.equal(false);
    disk.release();

    expect(await newest).to.equal((await written).position?.commit);
  });
});

const newestOf = async (client: EventStoreDBClient): Promise<bigint | undefined> => {
  const positions: (bigint | undefined)[] = [];
  const newest = client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 });
  for await (const { event } of newest) positions.push(event?.position.commit);

  return positions[0];
};
