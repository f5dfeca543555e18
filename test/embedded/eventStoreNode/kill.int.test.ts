import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import { expect } from 'chai';
import {
  type EventStoreNode,
  startEventStoreNode,
} from '../../../embedded/eventStoreNode/index.js';
import {
  happened,
  numbersOf,
  readAllOf,
  several,
} from '../../ports/eventStore/eventStoreFixture.js';
import { eventually } from '../../support/assertions/eventually.js';
import { useFolders } from './nodeFixture.js';

/** The title of the log and the three events that a new store writes about itself. */
const WRITES_AT_FIRST_START = 4;

const DYING_NODE = fileURLToPath(new URL('./dyingNode.ts', import.meta.url));

const startDying = async (
  dir: string,
  point: string,
  write: number,
): Promise<{ url: string; child: ChildProcess; died: Promise<unknown> }> => {
  const args = ['--import', 'tsx', DYING_NODE, dir, point, String(write)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const died = once(child, 'exit');
  const [line] = (await once(child.stdout, 'data')) as [Buffer];

  return { url: line.toString().trim(), child, died };
};

/** The promise's outcome, or 'open' when its connection died before an answer came. */
const complete = (promise: Promise<unknown>): Promise<'done' | 'failed'> =>
  promise.then(
    () => 'done' as const,
    () => 'failed' as const,
  );

describe('event store node killed with -9', () => {
  const newFolder = useFolders();
  let client: EventStoreDBClient;
  let node: EventStoreNode | null = null;
  const restart = async (dir: string): Promise<void> => {
    node = await startEventStoreNode({ dir, port: 0 });
    client = EventStoreDBClient.connectionString(node.url);
  };
  afterEach(async () => {
    await client.dispose();
    await node?.stop();
    node = null;
  });

  for (const point of [
    'before the write',
    'in the middle of the write',
    'after the write',
    'after the sync',
  ]) {
    it(`loses nothing that it acknowledged when it dies ${point}`, async () => {
      const dir = await newFolder();
      const dying = await startDying(dir, point, WRITES_AT_FIRST_START + 10);
      client = EventStoreDBClient.connectionString(dying.url);
      const writes = Array.from({ length: 30 }, () => several(3));
      const outcomes: string[] = [];
      for (const [i, events] of writes.entries()) {
        const options = { expectedRevision: NO_STREAM } as const;
        outcomes.push(await complete(client.appendToStream(`s-${i}`, events, options)));
        if (outcomes.at(-1) === 'failed') break;
      }
      await dying.died;
      await client.dispose();
      await restart(dir);
      expect(outcomes.filter((outcome) => outcome === 'done')).to.have.length(9);
      for (const [i, outcome] of outcomes.entries()) {
        const found = await readAllOf(client, `s-${i}`).catch(() => []);
        expect(found.length).to.be.oneOf(outcome === 'done' ? [3] : [0, 3]);
      }
    });
  }

  it('lets the last write be repeated with the same ids, whether it was written or not', async () => {
    for (const point of ['before the write', 'after the write', 'after the sync']) {
      const dir = await newFolder();
      const dying = await startDying(dir, point, WRITES_AT_FIRST_START + 2);
      client = EventStoreDBClient.connectionString(dying.url);
      const options = { expectedRevision: 0n };
      const inDoubt = several(2);
      await client.appendToStream('s', happened('first'));
      expect(await complete(client.appendToStream('s', inDoubt, options))).to.equal('failed');
      await dying.died;
      await client.dispose();
      await restart(dir);
      const result = await client.appendToStream('s', inDoubt, options);
      expect(result.nextExpectedRevision).to.equal(2n);
      expect(numbersOf(await readAllOf(client, 's'))).to.deep.equal(['first', 0, 1]);
      await client.dispose();
      await node?.stop();
    }
  });

  it('keeps every acknowledged append of many at a time', async () => {
    const dir = await newFolder();
    const dying = await startDying(dir, 'never', 0);
    client = EventStoreDBClient.connectionString(dying.url);
    const acknowledged: string[] = [];
    const writers = Array.from({ length: 32 }, async (_, w) => {
      for (let i = 0; ; i += 1) {
        const name = `w-${w}-${i}`;
        if ((await complete(client.appendToStream(name, several(2)))) === 'failed') return;
        acknowledged.push(name);
      }
    });
    await eventually(() => expect(acknowledged.length).to.be.greaterThan(100), 20_000);
    dying.child.kill('SIGKILL');
    await Promise.all([dying.died, ...writers]);
    await client.dispose();
    await restart(dir);
    for (const name of acknowledged) expect(await readAllOf(client, name)).to.have.length(2);
  });
});
