import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { BenchContext } from '../harness/benchContext.js';

export type SpanReceiver = Readonly<{ endpoint: string; spans: () => number }>;

/** Counts spans as a collector would get them, and does no more with them. */
export const startSpanReceiver = async ({
  atEnd,
}: Pick<BenchContext, 'atEnd'>): Promise<SpanReceiver> => {
  let count = 0;
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      count += body.split('"spanId"').length - 1;
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  atEnd(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: () => count,
  };
};
