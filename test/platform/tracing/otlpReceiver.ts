import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type ReceivedSpan = Readonly<{
  service: string;
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
}>;

type Attribute = Readonly<{ key: string; value: Readonly<{ stringValue?: string }> }>;

type Request = Readonly<{
  resourceSpans: readonly Readonly<{
    resource: Readonly<{ attributes: readonly Attribute[] }>;
    scopeSpans: readonly Readonly<{ spans: readonly ReceivedSpan[] }>[];
  }>[];
}>;

export type OtlpReceiver = Readonly<{
  endpoint: string;
  spans: () => readonly ReceivedSpan[];
  stop: () => Promise<void>;
}>;

/** What a collector does with OTLP over HTTP in JSON: takes spans. */
export const startOtlpReceiver = async (): Promise<OtlpReceiver> => {
  const received: ReceivedSpan[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      if (request.url === '/v1/traces') received.push(...spansIn(JSON.parse(body) as Request));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
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

const spansIn = ({ resourceSpans }: Request): ReceivedSpan[] =>
  resourceSpans.flatMap(({ resource: { attributes }, scopeSpans }) => {
    const service = attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';

    return scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, service })));
  });
