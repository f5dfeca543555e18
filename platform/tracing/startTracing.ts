import { httpAddress, loadConfig } from '../config/index.js';
import { toOtlp } from './otlp.js';
import { type EndedSpan, setSink } from './spans.js';

const schema = {
  endpoint: {
    variable: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    parse: httpAddress,
    default: null,
    describe: 'where spans are sent, by OTLP over HTTP; no spans without it',
  },
} as const;

const flushEveryMs = 1_000;
const timeoutMs = 5_000;
/** More are dropped: a collector that does not answer must not fill the memory. */
const mostWaiting = 20_000;
const mostPerRequest = 2_000;

/**
 * Sends the spans of this process where OTEL_EXPORTER_OTLP_ENDPOINT says; without it nothing is
 * recorded. Spans that cannot be sent are lost. `stop` sends what is left.
 */
export const startTracing = (env: NodeJS.ProcessEnv): Readonly<{ stop: () => Promise<void> }> => {
  const { endpoint } = loadConfig(schema, env);
  if (endpoint === null) return { stop: () => Promise.resolve() };
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const waiting: EndedSpan[] = [];
  setSink((span) => {
    if (waiting.length < mostWaiting) waiting.push(span);
  });
  const flush = async (): Promise<void> => {
    while (waiting.length > 0) await send(url, waiting.splice(0, mostPerRequest));
  };
  const timer = setInterval(() => void flush(), flushEveryMs).unref();

  return {
    stop: async () => {
      setSink(null);
      clearInterval(timer);
      await flush();
    },
  };
};

const send = async (url: string, spans: readonly EndedSpan[]): Promise<void> => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(toOtlp(spans)),
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.arrayBuffer();
  } catch {
    // lost: traces are a sample, and nothing waits for them
  }
};
