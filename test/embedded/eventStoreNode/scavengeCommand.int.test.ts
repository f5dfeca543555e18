import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
import { makeCertificates } from '../../support/builders/certificates.js';
import { useFolders } from './nodeFixture.js';

const MAIN = new URL('../../../embedded/eventStoreNode/main.js', import.meta.url);

const password = 'a password of a test';

const scavenge = async (...options: string[]): Promise<{ code: number; out: string }> => {
  const { command, args } = nodeCommand(MAIN);
  const child = spawn(command, [...args, 'scavenge', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, EVENTSTORE_NODE_PASSWORD: password },
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

  it('lets the node that uses the folder do it, which works on', async () => {
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

  it('does not call done what the node has given up', async () => {
    await fill();
    // in the place of the file that it would write
    mkdirSync(join(dir, 'events.log.new'));
    const { code, out } = await scavenge('--dir', dir, '--url', `http://127.0.0.1:${node.port}`);
    expect(out).to.match(/the node has given the scavenge up: .*EISDIR/);
    expect(code).to.equal(1);
  });

  it('reaches a node over TLS whose certificate it is told to trust, as its user', async () => {
    await node.stop();
    const { ca, cert: certificate, key } = makeCertificates();
    const caFile = join(await newFolder(), 'ca.pem');
    writeFileSync(caFile, ca);
    const user = { name: 'shop', password };
    node = await startEventStoreNode({ dir, port: 0, tls: { certificate, key }, user });
    const options = ['--dir', dir, '--url', `https://127.0.0.1:${node.port}`];
    const stranger = await scavenge(...options, '--user', 'shop');
    expect(stranger.out).to.include('--ca');
    expect(stranger.code).to.equal(1);
    const nobody = await scavenge(...options, '--ca', caFile);
    expect(nobody.out).to.include('answered with 401');
    const { code, out } = await scavenge(...options, '--ca', caFile, '--user', 'shop');
    expect(out).to.match(/Removed 0 events/);
    expect(code).to.equal(0);
  });

  it('names what is no address of a node', async () => {
    const { code, out } = await scavenge('--dir', dir, '--url', '127.0.0.1:2113');
    expect(out).to.include('127.0.0.1:2113 is no address of a node');
    expect(code).to.equal(1);
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
