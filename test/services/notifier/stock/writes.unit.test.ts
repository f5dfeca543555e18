import { expect } from 'chai';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import type { AddressInfo, Socket } from 'node:net';
import { io } from 'socket.io-client';
import type { StockUpdate } from '../../../../contracts/socket/index.js';
import { createSocketServer } from '../../../../services/notifier/sockets/socketServer.js';
import { createWatchedProducts } from '../../../../services/notifier/stock/watchedProducts.js';
import { eventually } from '../../../support/assertions/eventually.js';

describe('Stock updates of many products', () => {
  it('reach a socket by few writes, each product once', async () => {
    const http = createServer();
    const server = createSocketServer(http, []);
    const writes: number[] = [];
    http.on('connection', (socket) => countWrites(socket, writes));
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const { port } = http.address() as AddressInfo;
    const client = io(`http://127.0.0.1:${port}/catalogue`, { transports: ['websocket'] });
    const products = createWatchedProducts(server);
    const ids = Array.from({ length: 50 }, () => randomUUID());
    server.of('/catalogue').on('connection', (socket) => void products.watch(socket, ids));
    await once(client as unknown as EventTarget & typeof client, 'connect');
    await eventually(() => {
      expect(server.of('/catalogue').adapter.rooms.size).to.be.greaterThan(50);
    });

    const received: StockUpdate[] = [];
    client.on('stock.update', (update: StockUpdate) => received.push(update));
    writes.length = 0;
    products.update(ids.map((productId) => ({ productId, available: 7, waiting: 0, revision: 1 })));
    await eventually(() => {
      expect(received).to.have.length(ids.length);
    });
    products.stop();
    client.disconnect();
    await server.close();

    expect(received.map(({ productId }) => productId)).to.have.members(ids);
    expect(writes.length).to.be.lessThan(5);
  });
});

type Writing = { _writev: (...given: unknown[]) => void };

/** Chunks per call of the system. */
const countWrites = (socket: Socket, writes: number[]): void => {
  const writing = socket as unknown as Writing;
  const { _writev } = writing;
  writing._writev = (...given) => {
    writes.push((given[0] as readonly unknown[]).length);
    _writev.apply(socket, given);
  };
};
