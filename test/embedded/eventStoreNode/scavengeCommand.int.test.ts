import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { EventStoreDBClient } from '@eventstore/db-client';
import { expect } from 'chai';
import { OperationsService, operations } from '../../../embedded/eventStoreNode/grpc/wire.js';
import {
  type EventStoreNode,
  startEventStoreNode,
} from '../../../embedded/eventStoreNode/index.js';
import { nodeCommand } from '../../../platform/process/index.js';
import { happened, readAllOf, several } from '../../ports/eventStore/eventStoreFixture.js';
import { EventStoreWire } from '../../support/clients/eventStoreWire.js';
import { useFolders } from './nodeFixture.js';

const MAIN = new URL('../../../embedded/eventStoreNode/main.js', import.meta.url);

const scavenge = async (...options: string[]): Promise<{ code: number; out: string }> => {
  const { command, args } = nodeCommand(MAIN);
  const child = spawn(command, [...args, 'scavenge', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, complaint, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);

  return { code, out: out + complaint };
};

describe('Scavenging by command', () => {
  const newFolder = useFolders();
  let dir: string;
  let node: EventStoreNode;
  let lost: Error | null;
  const start = async (): Promise<void> => {
    lost = null;
    node = await startEventStoreNode({
      dir,
      port: 0,
      onLost: (reason) => {
        lost = reason;
      },
    });
  };
  beforeEach(async () => {
    dir = await newFolder();
    await start();
  });
  afterEach(() => node.stop());
  const withClient = async <T>(work: (client: EventStoreDBClient) => Promise<T>): Promise<T> => {
    const client = EventStoreDBClient.connectionString(node.url);
    try {
      return await work(client);
    } finally {
      await client.dispose();
    }
  };
  const fill = (): Promise<void> =>
    withClient(async (client) => {
      await client.setStreamMetadata('s', { maxCount: 2 });
      await client.appendToStream('s', several(500));
    });
  const left = (): Promise<number> =>
    withClient(async (client) => (await readAllOf(client, 's')).length);

  it('frees a folder that no node uses, says what, and starts again with the rest', async () => {
    await fill();
    await node.stop();
    const { code, out } = await scavenge('--dir', dir);
    expect(out).to.match(/Removed 498 events and freed \d{5} bytes/);
    expect(code).to.equal(0);
    await start();
    expect(await left()).to.equal(2);
  });

  it('asks the node that uses the folder, which works on', async () => {
    await fill();
    const { code, out } = await scavenge('--dir', dir, '--url', `http://127.0.0.1:${node.port}`);
    expect(out).to.match(/Removed 498 events/);
    expect(code).to.equal(0);
    await withClient((client) => client.appendToStream('s', happened()));
    expect(await left()).to.equal(2);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(lost).to.equal(null);
  });

  it('says that the node cannot be found, and explains itself', async () => {
    const { code, out } = await scavenge('--dir', dir, '--url', 'http://127.0.0.1:1');
    expect(out).to.include('name its address by --url');
    expect(code).to.equal(1);
    for (const word of ['--dir', '--url', '$maxCount']) {
      expect((await scavenge('--help')).out).to.include(word);
    }
  });

  it('begins when an operations client says so, once at a time', async () => {
    await fill();
    const wire = await EventStoreWire.connect(node.url);
    const request = new operations.StartScavengeReq();
    const [first, second] = await Promise.all([
      wire.ask(OperationsService.startScavenge, request),
      wire.ask(OperationsService.startScavenge, request),
    ]);
    wire.close();
    const { STARTED, INPROGRESS } = operations.ScavengeResp.ScavengeResult;
    expect(first.getScavengeId()).to.equal(second.getScavengeId()).and.to.have.length(36);
    expect([first, second].map((answer) => answer.getScavengeResult())).to.deep.equal([
      STARTED,
      INPROGRESS,
    ]);
    await node.stop();
  });
});
