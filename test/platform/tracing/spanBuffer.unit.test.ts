import { expect } from 'chai';
import { createSpanBuffer } from '../../../platform/tracing/spanBuffer.js';
import { readRequest } from './readRequest.js';

const span = {
  service: 'orders',
  name: 'append PlaceOrder',
  kind: 'internal',
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  parentSpanId: '00f067aa0ba902b7',
  startedAt: 1_795_830_285_123.457,
  endedAt: 1_795_830_285_124,
  attributes: { 'http.response.status_code': 201, 'http.route': '/api/orders' },
} as const;

const spansIn = (request: Buffer | null) => readRequest(request ?? Buffer.alloc(0));

describe('spans that wait to be sent', () => {
  it('are a request that a library for protobuf reads', () => {
    const buffer = createSpanBuffer(10);
    buffer.add(span);
    const [read] = spansIn(buffer.take());

    expect(read).to.deep.equal({
      service: 'orders',
      name: 'append PlaceOrder',
      kind: 1,
      traceId: span.traceId,
      spanId: span.spanId,
      parentSpanId: span.parentSpanId,
      startTimeUnixNano: '1795830285123457000',
      endTimeUnixNano: '1795830285124000000',
      attributes: span.attributes,
    });
  });

  it('are grouped by service, and sent once', () => {
    const buffer = createSpanBuffer(10_000);
    for (let id = 0; id < 999; id += 1)
      buffer.add({ ...span, service: ['orders', 'bridge', 'auth'][id % 3] ?? '' });
    const read = spansIn(buffer.take());

    expect(read).to.have.length(999);
    expect(read.filter(({ service }) => service === 'bridge')).to.have.length(333);
    expect(buffer.take()).to.equal(null);
    buffer.add(span);
    expect(spansIn(buffer.take()).map(({ service }) => service)).to.deep.equal(['orders']);
  });

  it('are dropped above the limit', () => {
    const buffer = createSpanBuffer(2);
    for (let id = 0; id < 3; id += 1) buffer.add(span);

    expect(spansIn(buffer.take())).to.have.length(2);
  });

  it('have names of 200 characters at most, of any script', () => {
    const buffer = createSpanBuffer(2);
    buffer.add({ ...span, name: 'ф'.repeat(5_000) });
    buffer.add({ ...span, name: '漢'.repeat(200), attributes: { a: '漢'.repeat(300) } });

    expect(spansIn(buffer.take()).map(({ name }) => name)).to.deep.equal([
      'ф'.repeat(200),
      '漢'.repeat(200),
    ]);
  });
});
