import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import jspb from 'google-protobuf';
import type { BenchContext } from '../harness/benchContext.js';

export type SpanReceiver = Readonly<{ endpoint: string; spans: () => number }>;

/** Counts spans as a collector would get them, and does no more with them. */
export const startSpanReceiver = async ({
  atEnd,
}: Pick<BenchContext, 'atEnd'>): Promise<SpanReceiver> => {
  let count = 0;
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      count += countSpans(new jspb.BinaryReader(new Uint8Array(body)), spansPath);
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
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

/** Resource spans of the request, their scope spans, and the spans of these: numbers of fields. */
const spansPath = [1, 2, 2];

const countSpans = (reader: jspb.BinaryReader, [field, ...deeper]: readonly number[]): number => {
  let count = 0;
  while (reader.nextField()) {
    const isWanted = reader.getFieldNumber() === field;
    if (!isWanted || deeper.length === 0) reader.skipField();
    else
      reader.readMessage({}, (_: unknown, inner: jspb.BinaryReader) => {
        count += countSpans(inner, deeper);
      });
    if (isWanted && deeper.length === 0) count += 1;
  }

  return count;
};
