import { type MetricValue, parseMetrics } from './metricsText.js';

/** Metrics of all services at one time. */
export type Scrape = Readonly<{
  /** In milliseconds of the monotonic clock. */
  at: number;
  values: readonly MetricValue[];
  /** Services that do not respond. */
  unreachable: readonly string[];
}>;

const timeoutMs = 1_500;

/** Reads the metrics of every service; `urls` by their names. Never rejects. */
export const scrape = async (urls: Readonly<Record<string, string>>): Promise<Scrape> => {
  const found = await Promise.all(
    Object.entries(urls).map(async ([name, url]) => [name, await readMetrics(url)] as const),
  );

  return {
    at: performance.now(),
    values: found.flatMap(([, values]) => values ?? []),
    unreachable: found.filter(([, values]) => values === null).map(([name]) => name),
  };
};

const readMetrics = async (url: string): Promise<MetricValue[] | null> => {
  try {
    const answer = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(timeoutMs) });

    return answer.ok ? parseMetrics(await answer.text()) : null;
  } catch {
    return null;
  }
};
