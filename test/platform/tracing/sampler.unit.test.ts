import { expect } from 'chai';
import { startSpan, startTracing } from '../../../platform/tracing/index.js';
import { createSampler } from '../../../platform/tracing/sampler.js';
import { newTraceId } from '../../../platform/tracing/traceparent.js';

const sampled = `00-${'a'.repeat(32)}-${'1'.repeat(16)}-01`;
const unsampled = `00-${'a'.repeat(32)}-${'1'.repeat(16)}-00`;

const spanOf = async (sampler: string, parent: string | null, ratio = '1') => {
  const tracing = startTracing({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
    OTEL_TRACES_SAMPLER: sampler,
    OTEL_TRACES_SAMPLER_ARG: ratio,
  });
  const span = startSpan({ service: 'test', name: 'a step', kind: 'internal', parent });
  await tracing.stop();

  return span?.traceparent.slice(-2) ?? 'the parent is passed on';
};

describe('OTEL_TRACES_SAMPLER', () => {
  it('follows the parent where it is based on it', async () => {
    expect(await spanOf('parentbased_always_off', sampled)).to.equal('01');
    expect(await spanOf('parentbased_traceidratio', sampled, '0')).to.equal('01');
    expect(await spanOf('parentbased_always_on', unsampled)).to.equal('the parent is passed on');
  });

  it('marks a trace that it begins as what it is, for all that come after', async () => {
    expect(await spanOf('parentbased_always_on', null)).to.equal('01');
    expect(await spanOf('parentbased_traceidratio', null, '0')).to.equal('00');
    expect(await spanOf('parentbased_always_off', null)).to.equal('00');
  });

  it('decides itself where it is not based on the parent', async () => {
    expect(await spanOf('always_on', unsampled)).to.equal('01');
    expect(await spanOf('always_off', sampled)).to.equal('00');
    expect(await spanOf('traceidratio', sampled, '0')).to.equal('00');
  });

  it('records the share of traces that OTEL_TRACES_SAMPLER_ARG says', () => {
    const isSampled = createSampler({ sampler: 'parentbased_traceidratio', ratio: 0.1 });
    const count = Array.from({ length: 10_000 }, newTraceId).filter((id) => isSampled(id, null));

    expect(count.length).to.be.within(800, 1_200);
  });

  it('refuses names and shares that are none', () => {
    const start = (env: NodeJS.ProcessEnv) => () => startTracing(env);

    expect(start({ OTEL_TRACES_SAMPLER: 'sometimes' })).to.throw('OTEL_TRACES_SAMPLER');
    expect(start({ OTEL_TRACES_SAMPLER_ARG: '10 %' })).to.throw('OTEL_TRACES_SAMPLER_ARG');
  });
});
