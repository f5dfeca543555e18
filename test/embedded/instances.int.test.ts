import { expect } from 'chai';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { listenForGateways } from '../../embedded/launcher/front.js';
import {
  joined,
  nameOfInstance,
  portsOfInstances,
  urlsOfInstances,
} from '../../embedded/launcher/instances.js';
import { serviceNames } from '../../embedded/launcher/layout.js';
import { freePort } from '../support/servers/freePort.js';

describe('Several instances of the services', () => {
  const chosen = Object.fromEntries(
    serviceNames.map((name, at) => [name, 3_000 + at]),
  ) as Parameters<typeof portsOfInstances>[1];

  it('are one with the usual ports and names unless more are wanted', async () => {
    expect(await portsOfInstances({}, chosen, '127.0.0.1')).to.deep.equal([chosen]);
    expect(nameOfInstance('orders', 0, 1)).to.equal('orders');
  });

  it('have a port each, and leave that of the gateway to all of them', async () => {
    const instances = await portsOfInstances({ instances: 3 }, chosen, '127.0.0.1');
    const ports = instances.flatMap((each) => Object.values(each));
    const urls = urlsOfInstances(instances, '0.0.0.0');

    expect(new Set(ports).size).to.equal(3 * serviceNames.length);
    expect(ports).to.not.include(chosen.gateway);
    expect(instances[0]?.orders).to.equal(chosen.orders);
    expect(nameOfInstance('orders', 1, 3)).to.equal('orders-2');
    expect(joined(urls).auth).to.equal(
      instances.map(({ auth }) => `http://127.0.0.1:${auth}`).join(','),
    );
  });

  describe('behind one port', () => {
    const servers: Server[] = [];
    const taken = new Set<number>();
    /** A gateway of this process: it serves what was accepted elsewhere. */
    const gateway = (number: number) => {
      const server = createServer((_, response) => response.end(String(number)));
      servers.push(server);

      server.listen(0, '127.0.0.1');

      return {
        get url() {
          return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        },
        accept: (connection: Socket): boolean => {
          if (!taken.has(number)) return false;
          server.emit('connection', connection);
          connection.resume();

          return true;
        },
      };
    };
    let front: Awaited<ReturnType<typeof listenForGateways>>;
    let url: string;
    before(async () => {
      const port = await freePort();
      url = `http://127.0.0.1:${port}`;
      const gateways = [gateway(1), gateway(2)];
      front = await listenForGateways({ port, host: '127.0.0.1', gateways });
    });
    after(async () => {
      await front.stop();
      for (const server of servers) server.close();
    });

    const visit = async (): Promise<string> =>
      (await fetch(url, { headers: { connection: 'close' } })).text();

    before(() => [1, 2].forEach((number) => taken.add(number)));

    it('get the connections in turn', async () => {
      const seen = await Promise.all(Array.from({ length: 6 }, visit));

      expect(seen.sort()).to.deep.equal(['1', '1', '1', '2', '2', '2']);
    });

    it('get none while they take none', async () => {
      taken.delete(1);

      expect(await Promise.all([visit(), visit(), visit()])).to.deep.equal(['2', '2', '2']);
    });

    it('get later what came while there was nobody', async () => {
      taken.clear();
      const visiting = visit();
      setTimeout(() => taken.add(1), 200);

      expect(await visiting).to.equal('1');
    });
  });

  it('refuse a port that somebody has', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const refused = listenForGateways({ port, host: '127.0.0.1', gateways: [] });

    expect(await refused.then(() => 'listens', String)).to.include('EADDRINUSE');
    holder.close();
  });
});
