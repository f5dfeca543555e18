import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type ReceivedSpan, readRequest } from './readRequest.js';

export type OtlpReceiver = Readonly<{
  endpoint: string;
  spans: () => readonly ReceivedSpan[];
  stop: () => Promise<void>;
}>;

/** What a collector does with OTLP over HTTP: takes spans. */
export const startOtlpReceiver = async (): Promise<OtlpReceiver> => {
  const received: ReceivedSpan[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const type = request.headers['content-type'];
      if (request.url === '/v1/traces' && type === 'application/x-protobuf')
        received.push(...readRequest(body));
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: () => received,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
