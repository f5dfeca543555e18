import { findInstances, urlOfInstance } from '../../../platform/discovery/index.js';
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

/**
 * Reads the metrics of every process of every service; `urls` by their names. Never rejects.
 */
export const scrape = async (
  urls: Readonly<Record<string, readonly string[]>>,
): Promise<Scrape> => {
  const found = await Promise.all(
    Object.entries(urls).map(async ([name, each]) => [name, await readService(each)] as const),
  );
  const isMissing = (values: Metrics): boolean => values.includes(null);

  return {
    at: performance.now(),
    values: found.flatMap(([, values]) => values.flatMap((each) => each ?? [])),
    unreachable: found.filter(([, values]) => isMissing(values)).map(([name]) => name),
  };
};

/** By process, null for one that does not respond. */
type Metrics = readonly (readonly MetricValue[] | null)[];

const readService = async (urls: readonly string[]): Promise<Metrics> => {
  const byName = urls.map((url) => ({ url, address: null }));
  const instances = await findInstances(urls).catch(() => byName);

  return Promise.all(instances.map((instance) => readMetrics(urlOfInstance(instance))));
};

const readMetrics = async (url: string): Promise<MetricValue[] | null> => {
  try {
    const answer = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(timeoutMs) });

    return answer.ok ? parseMetrics(await answer.text()) : null;
  } catch {
    return null;
  }
};
