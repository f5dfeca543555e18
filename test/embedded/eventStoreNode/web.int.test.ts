import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { expect } from 'chai';
import { once } from 'node:events';
import { connect } from 'node:net';
import {
  type EventStoreNode,
  startEventStoreNode,
} from '../../../embedded/eventStoreNode/index.js';
import { several } from '../../ports/eventStore/eventStoreFixture.js';
import { useFolders } from './nodeFixture.js';

describe('event store node, in a browser', () => {
  const newFolder = useFolders();
  let node: EventStoreNode;
  let client: EventStoreDBClient;
  const evil = '<script>alert("1")</script>';
  beforeEach(async () => {
    node = await startEventStoreNode({ dir: await newFolder(), port: 0 });
    client = EventStoreDBClient.connectionString(node.url);
  });
  afterEach(async () => {
    await client.dispose();
    await node.stop();
  });

  const get = async (path: string, init: RequestInit = {}): Promise<[number, string]> => {
    const response = await fetch(new URL(path, node.webUrl), init);

    return [response.status, await response.text()];
  };

  const revisionsIn = (text: string): number[] =>
    [...text.matchAll(/<a href="[^"]*">(\d+)<\/a>/g)].map(([, revision]) => Number(revision));

  it('lists the streams that changed, on the port that gRPC has', async () => {
    await client.appendToStream('order-1', several(1));
    const [status, text] = await get('/web');
    expect(status).to.equal(200);
    expect(text).to.include('<a href="/web/streams/order-1">order-1</a>');
  });

  for (const target of ['//', '//x', '*', 'http://', 'http://[', '/%', '/web/streams/%ff'])
    it(`survives who wants ${target}`, async () => {
      const { hostname, port } = new URL(node.webUrl);
      const socket = connect(Number(port), hostname);
      socket.write(`GET ${target} HTTP/1.1\r\nHost: node\r\nConnection: close\r\n\r\n`);
      const [response] = (await once(socket, 'data')) as [Buffer];
      socket.destroy();

      expect(String(response)).to.match(/^HTTP\/1\.1 40[04] /);
      expect((await get('/ping'))[0]).to.equal(200);
    });

  it('pages through a stream, newest first', async () => {
    await client.appendToStream('order-1', several(60));
    const [, newest] = await get('/web/streams/order-1');
    expect(revisionsIn(newest)).to.deep.equal([...Array(25).keys()].map((i) => 59 - i));
    expect(newest).to.include('?from=34').and.not.include('>newer<');
    const [, oldest] = await get('/web/streams/order-1?from=9');
    expect(revisionsIn(oldest)).to.deep.equal([...Array(10).keys()].map((i) => 9 - i));
    expect(oldest).to.include('>newer<').and.not.include('>older<');
  });

  it('shows an event, and pages through $all', async () => {
    await client.appendToStream('order-1', several(30));
    const [, event] = await get('/web/streams/order-1/3');
    expect(event).to.include('&quot;n&quot;: 3');
    const [, all] = await get('/web/streams/%24all');
    const older = /href="([^"]*before=[^"]*)"/.exec(all)?.[1] ?? '';
    const [status, rest] = await get(older);
    expect(status).to.equal(200);
    expect(revisionsIn(rest)).to.include(4);
  });

  it('finds a stream by its name', async () => {
    await client.appendToStream('a b/ü', several(1));
    const response = await fetch(new URL('/web/streams?name=a%20b%2F%C3%BC', node.webUrl));
    expect(response.url).to.include('/web/streams/a%20b%2F%C3%BC');
    expect(await response.text()).to.include('a b/ü');
  });

  it('never shows what is stored as HTML', async () => {
    await client.appendToStream(`s${evil}`, jsonEvent({ type: evil, data: { evil } }));
    const name = encodeURIComponent(`s${evil}`);
    for (const path of ['/web', `/web/streams/${name}`, `/web/streams/${name}/0`]) {
      const [status, text] = await get(path);
      expect(status).to.equal(200);
      expect(text).to.include('&lt;script&gt;').and.not.include('<script');
    }
  });

  it('answers 404 for what is not there, and takes no orders', async () => {
    for (const path of [
      '/nothing',
      '/web/streams/order-1/0',
      '/web/streams/order-1/x',
      '/web/streams/order-1?from=-1',
      '/web/streams/%E0%A4%A',
    ]) {
      expect((await get(path))[0]).to.equal(404);
    }
    expect((await get('/web', { method: 'POST' }))[0]).to.equal(405);
    expect((await get('/health/live'))[0]).to.equal(204);
  });

  it('tells programs what it is: /ping, /info, /gossip and /stats', async () => {
    const fact = async (path: string): Promise<unknown> => {
      const [status, text] = await get(path);
      expect(status).to.equal(200);

      return JSON.parse(text);
    };
    expect(await fact('/ping')).to.have.property('text');
    expect(await fact('/info')).to.deep.include({ esVersion: '24.2.0', state: 'leader' });
    expect(await fact('/gossip')).to.have.nested.include({
      'members[0].state': 'Leader',
      'members[0].httpEndPointIp': '127.0.0.1',
      'members[0].httpEndPointPort': node.port,
    });
    expect(await fact('/stats')).to.have.nested.property('es.events');
  });

  it('says so when a stream is missing or gone', async () => {
    await client.appendToStream('gone', several(1));
    await client.tombstoneStream('gone');
    expect((await get('/web/streams/gone'))[1]).to.include('deleted for good');
    expect((await get('/web/streams/missing'))[1]).to.include('no such stream');
  });
});
