import { coalesceNext } from '../concurrency/index.js';
import { httpAddress, loadConfig } from '../config/index.js';
import { createSampler, samplerVariables } from './sampler.js';
import { createSpanBuffer } from './spanBuffer.js';
import { setRecorder } from './spans.js';

const schema = {
  endpoint: {
    variable: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    parse: httpAddress,
    default: null,
    describe: 'where spans are sent, by OTLP over HTTP; no spans without it',
  },
  ...samplerVariables,
} as const;

const flushEveryMs = 1_000;
const timeoutMs = 5_000;
/** More are dropped: a collector that does not answer must not fill the memory. */
const mostWaiting = 20_000;

/**
 * Sends the spans of this process where OTEL_EXPORTER_OTLP_ENDPOINT says; without it nothing is
 * recorded. Spans that cannot be sent are lost. `stop` sends what is left.
 */
export const startTracing = (env: NodeJS.ProcessEnv): Readonly<{ stop: () => Promise<void> }> => {
  const { endpoint, ...sampling } = loadConfig(schema, env);
  if (endpoint === null) return { stop: () => Promise.resolve() };
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const buffer = createSpanBuffer(mostWaiting);
  setRecorder({ record: buffer.add, isSampled: createSampler(sampling) });
  const flush = coalesceNext(async () => {
    const request = buffer.take();
    if (request !== null) await send(url, request);
  });
  const timer = setInterval(() => void flush(), flushEveryMs).unref();

  return {
    stop: async () => {
      setRecorder(null);
      clearInterval(timer);
      await flush();
    },
  };
};

const send = async (url: string, body: Buffer<ArrayBuffer>): Promise<void> => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-protobuf' },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.arrayBuffer();
  } catch {
    // lost: traces are a sample, and nothing waits for them
  }
};
