import { writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { request } from 'node:https';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { EventStoreDBClient } from '@eventstore/db-client';
import { expect } from 'chai';
import { parseCommandLine } from '../../../embedded/eventStoreNode/commandLine.js';
import {
  type EventStoreNode,
  startEventStoreNode,
} from '../../../embedded/eventStoreNode/index.js';
import {
  failureOf,
  happened,
  readAllOf,
  Recording,
} from '../../ports/eventStore/eventStoreFixture.js';
import { makeCertificates } from '../../support/builders/certificates.js';
import { useFolders } from './nodeFixture.js';

const { ca, cert: certificate, key } = makeCertificates();
const user = { name: 'shop', password: 'it is/no:secret@all' };

describe('event store node with TLS and a user', () => {
  const newFolder = useFolders();
  const clients: EventStoreDBClient[] = [];
  let node: EventStoreNode;
  let caFile: string;
  beforeEach(async () => {
    caFile = join(await newFolder(), 'ca.pem');
    writeFileSync(caFile, ca);
    const tls = { certificate, key };
    node = await startEventStoreNode({ dir: await newFolder(), port: 0, tls, user });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose();
    await node.stop();
  });
  const connected = (credentials: string, scheme = 'esdb'): EventStoreDBClient => {
    const file = encodeURIComponent(caFile);
    const options = `tls=true&tlsCAFile=${file}&maxDiscoverAttempts=2`;
    const url = `${scheme}://${credentials}localhost:${node.port}?${options}`;
    const client = EventStoreDBClient.connectionString(url);
    clients.push(client);

    return client;
  };
  const credentials = `${user.name}:${encodeURIComponent(user.password)}@`;

  for (const scheme of ['esdb', 'esdb+discover']) {
    it(`serves the user over TLS: ${scheme}`, async () => {
      const client = connected(credentials, scheme);
      const recording = new Recording().of(client.subscribeToAll());
      await recording.untilCaughtUp();
      await client.appendToStream('s', happened());
      expect(await readAllOf(client, 's')).to.have.length(1);
      await recording.until(
        () => recording.events.some(({ event }) => event?.streamId === 's'),
        'event',
      );
      await recording.stop();
    });
  }

  it('denies what is asked without an account, and refuses another password', async () => {
    const nobody = connected('');
    const wrong = connected(`${user.name}:guess@`);
    for (const call of [
      (client: EventStoreDBClient) => client.appendToStream('s', happened()),
      (client: EventStoreDBClient) => readAllOf(client, 's'),
      (client: EventStoreDBClient) => client.tombstoneStream('s'),
    ]) {
      expect((await failureOf(call(nobody))).type).to.equal('access-denied');
      expect(await failureOf(call(wrong))).to.have.property('code', 16);
    }
    expect((await failureOf(readAllOf(connected(credentials), 's'))).type).to.equal(
      'stream-not-found',
    );
  });

  it('speaks HTTP/1.1 with who could do either, as browsers can, and HTTP/2 with gRPC', async () => {
    const protocolOf = async (ALPNProtocols: string[]): Promise<unknown> => {
      const socket = connect({ port: node.port, ca, servername: 'localhost', ALPNProtocols });
      await once(socket, 'secureConnect');
      socket.destroy();

      return socket.alpnProtocol;
    };

    expect(await protocolOf(['h2', 'http/1.1'])).to.equal('http/1.1');
    expect(await protocolOf(['h2'])).to.equal('h2');
  });

  it('shows its pages to the user, and to everybody what it is', async () => {
    const account = `${user.name}:${user.password}`;
    expect(await statusOf('/web')).to.equal(401);
    expect(await statusOf('/web', `${user.name}:guess`)).to.equal(401);
    expect(await statusOf('/web', account)).to.equal(200);
    expect(await statusOf('/admin/scavenge/current')).to.equal(401);
    for (const path of ['/ping', '/info', '/gossip']) expect(await statusOf(path)).to.equal(200);
    expect(await statusOf('/ping', `${user.name}:guess`)).to.equal(401);
  });

  it('does not serve who speaks no TLS, and lives on', async () => {
    const plain = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${node.port}?tls=false`);
    clients.push(plain);
    expect((await failureOf(readAllOf(plain, 's'))).type).to.equal('unavailable');
    await connected(credentials).appendToStream('s', happened());
  });

  const statusOf = (path: string, auth?: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const options = { host: 'localhost', port: node.port, path, ca, ...(auth && { auth }) };
      request(options, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .once('error', reject)
        .end();
    });
});

describe('The command line of the event store node', () => {
  const newFolder = useFolders();

  it('takes the password from the environment, or from the first line of a file', async () => {
    const file = join(await newFolder(), 'password');
    writeFileSync(file, 'from the file\nanother line\n');
    const env = { EVENTSTORE_NODE_PASSWORD: 'from the environment' };
    expect(parseCommandLine(['--user', 'a'], env).user?.password).to.equal('from the environment');
    expect(parseCommandLine(['--user', 'a', '--password-file', file], env).user).to.deep.equal({
      name: 'a',
      password: 'from the file',
    });
    expect(parseCommandLine([], env).user).to.equal(undefined);
    expect(() => parseCommandLine(['--user', 'a'], {})).to.throw('needs a password');
    expect(() => parseCommandLine(['--password', 'a'], {})).to.throw('--password');
  });

  it('takes what it is not told from the environment, and wants both halves of a key pair', async () => {
    const dir = await newFolder();
    const [certificateFile, keyFile] = [join(dir, 'cert.pem'), join(dir, 'key.pem')];
    writeFileSync(certificateFile, certificate);
    writeFileSync(keyFile, key);
    const env = {
      EVENTSTORE_NODE_CERTIFICATE: certificateFile,
      EVENTSTORE_NODE_KEY: keyFile,
      EVENTSTORE_NODE_SCAVENGE_MINUTES: '5',
    };
    expect(parseCommandLine([], env)).to.deep.include({
      tls: { certificate, key },
      scavengeEveryMs: 300_000,
    });
    expect(parseCommandLine([], {}).scavengeEveryMs).to.equal(3_600_000);
    expect(parseCommandLine(['--scavenge-every', '0'], env).scavengeEveryMs).to.equal(0);
    expect(() => parseCommandLine(['--key', keyFile], {})).to.throw('belong together');
    expect(() => parseCommandLine(['--scavenge-every', 'often'], {})).to.throw('minutes');
  });
});
