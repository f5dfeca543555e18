import { expect } from 'chai';
import { createServer, type Server } from 'node:net';
import { awaitServer } from '../../embedded/launcher/servers/awaitServer.js';
import { hostsOf } from '../../embedded/launcher/servers/hosts.js';
import { rejectionOf } from '../support/assertions/rejectionOf.js';
import { freePort } from '../support/servers/freePort.js';
import { freshDatabase } from '../support/servers/postgres.js';

describe('Waiting for a server of one’s own', () => {
  let lines: string[];
  const stopping = { server: null as Server | null };
  beforeEach(() => (lines = []));
  afterEach(() => stopping.server?.close());

  const deps = (signal = new AbortController().signal) => ({
    title: 'Part',
    env: {},
    report: { line: () => undefined, part: (_: string, what: string) => void lines.push(what) },
    signal,
  });

  it('says nothing about one that can be used', async () => {
    await awaitServer('postgres', await freshDatabase({ migrated: false }), deps());

    expect(lines).to.deep.equal([]);
  });

  it('ends at once when it refuses the account, without the password', async () => {
    const url = new URL(await freshDatabase({ migrated: false }));
    url.password = 'planted';
    const error = await rejectionOf(awaitServer('postgres', url.href, deps()));

    expect(String(error))
      .to.match(/Part: postgres:\/\/quicksale:\*\*\*@.* refuses: password authentication failed/)
      .and.not.include('planted');
    expect(lines).to.deep.equal([]);
  });

  it('says what a host that listens but does not speak has done', async () => {
    const port = await freePort();
    stopping.server = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1');
    const aborting = new AbortController();
    const waiting = rejectionOf(
      awaitServer('redis', `redis://127.0.0.1:${port}`, deps(aborting.signal)),
    );
    while (lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    aborting.abort();
    await waiting;

    expect(lines[0]).to.match(/redis:\/\/127\.0\.0\.1:\d+: .+; waiting/);
  });

  it('stops when the start is stopped', async () => {
    const aborting = new AbortController();
    const address = `redis://127.0.0.1:${await freePort()}`;
    const waiting = rejectionOf(awaitServer('redis', address, deps(aborting.signal)));
    aborting.abort(new Error('stopped while starting'));

    expect(String(await waiting)).to.include('stopped while starting');
  });
});

describe('The hosts of an address', () => {
  it('are read from every form that a client takes', () => {
    const at = (address: string, port: number) => ({ address, port });

    expect(hostsOf('eventStore', 'esdb+discover://u:p@c')).to.deep.equal([at('c', 2113)]);
    expect(hostsOf('kafka', 'k1:9093,k2:9094')).to.deep.equal([at('k1', 9093), at('k2', 9094)]);
    expect(hostsOf('postgres', 'postgres://u:p@[::1]/x')).to.deep.equal([at('::1', 5432)]);
    expect(hostsOf('postgres', 'postgres://%2Ftmp/x')).to.deep.equal([]);
    expect(hostsOf('redis', 'rediss://:p@cache:6380')).to.deep.equal([at('cache', 6380)]);
  });
});
