import { expect } from 'chai';
import { startSpan, startTracing } from '../../../platform/tracing/index.js';
import { startOtlpReceiver } from './otlpReceiver.js';

const beginning = { service: 'test', name: 'a step', kind: 'internal', parent: null } as const;

describe('tracing', () => {
  it('records nothing without an endpoint', async () => {
    const tracing = startTracing({});

    expect(startSpan(beginning)).to.equal(null);
    await tracing.stop();
  });

  it('sends what is left when it stops, children within the trace of their parent', async () => {
    const receiver = await startOtlpReceiver();
    const tracing = startTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint });
    const parent = startSpan(beginning);
    const child = startSpan({ ...beginning, parent: parent?.traceparent ?? null });
    child?.end();
    parent?.end({ name: 'renamed' });
    await tracing.stop();
    await receiver.stop();
    const [second, first] = receiver.spans();

    expect(first).to.include({ name: 'renamed', service: 'test' });
    expect(second).to.include({ traceId: first?.traceId, parentSpanId: first?.spanId });
    expect(startSpan(beginning)).to.equal(null);
  });

  it('takes no parent that is no trace context', async () => {
    const tracing = startTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });

    for (const parent of ['', 'nonsense', `00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`])
      expect(startSpan({ ...beginning, parent })).to.equal(null);
    await tracing.stop();
  });

  it('does without a collector that is not there', async () => {
    const tracing = startTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
    startSpan(beginning)?.end();

    await tracing.stop();
  });

  it('refuses an address that is none', () => {
    expect(() => startTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: 'nonsense' })).to.throw(
      'OTEL_EXPORTER_OTLP_ENDPOINT',
    );
  });
});
