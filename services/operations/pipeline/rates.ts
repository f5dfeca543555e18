import type { Latency } from '../../../contracts/http/admin/pipeline.js';
import type { MetricValue } from './metricsText.js';
import type { Scrape } from './scrape.js';

type Labels = Readonly<Record<string, string>>;

export type Matching = Readonly<{
  name: string;
  where?: (labels: Labels) => boolean;
}>;

/** Two scrapes, the older one null on the first look. */
export type Pair = Readonly<{ now: Scrape; before: Scrape | null }>;

const matches = ({ name, where = () => true }: Matching) => {
  return (value: MetricValue): boolean => value.name === name && where(value.labels);
};

/** Sum over all services and labels; null where nobody counts it. */
export const sumOf = ({ values }: Scrape, matching: Matching): number | null => {
  const found = values.filter(matches(matching));

  return found.length === 0 ? null : found.reduce((sum, { value }) => sum + value, 0);
};

export const maxOf = ({ values }: Scrape, matching: Matching): number | null => {
  const found = values.filter(matches(matching)).map(({ value }) => value);

  return found.length === 0 ? null : Math.max(...found);
};

/** Of a counter; a process that has started anew counts from 0, which is no negative rate. */
export const rateOf = ({ now, before }: Pair, matching: Matching): number | null => {
  if (before === null) return null;
  const [later, earlier] = [sumOf(now, matching), sumOf(before, matching)];
  if (later === null) return null;

  return Math.max(0, later - (earlier ?? 0)) / secondsBetween(now, before);
};

const secondsBetween = (now: Scrape, before: Scrape): number => (now.at - before.at) / 1000;

type Bucket = Readonly<{ le: number; count: number }>;

/** Of a histogram in seconds, by what was added to it between the two scrapes. */
export const latencyOf = (pair: Pair, { name, where }: Matching): Latency => {
  const counts = { name: `${name}_bucket`, ...(where && { where }) };
  const buckets = addedTo(pair, counts);
  const total = buckets.at(-1)?.count ?? 0;
  const perSecond = rateOf(pair, { name: `${name}_count`, ...(where && { where }) });
  if (total === 0) return { p50Ms: null, p99Ms: null, perSecond };

  return { p50Ms: quantile(buckets, 0.5), p99Ms: quantile(buckets, 0.99), perSecond };
};

const addedTo = ({ now, before }: Pair, matching: Matching): Bucket[] => {
  if (before === null) return [];
  const added = new Map<number, number>();
  for (const [scrape, sign] of [[now, 1] as const, [before, -1] as const])
    for (const { labels, value } of scrape.values.filter(matches(matching))) {
      const le = labels['le'] === '+Inf' ? Infinity : Number(labels['le']);
      added.set(le, (added.get(le) ?? 0) + sign * value);
    }

  return [...added]
    .map(([le, count]) => ({ le, count: Math.max(0, count) }))
    .sort((one, other) => one.le - other.le);
};

const nothing: Bucket = { le: 0, count: 0 };

/** In milliseconds, linear within its bucket, as Prometheus does it. */
const quantile = (buckets: readonly Bucket[], share: number): number => {
  const { count: total } = buckets.at(-1) ?? nothing;
  const rank = share * total;
  const index = buckets.findIndex(({ count }) => count >= rank);
  const below = buckets[index - 1] ?? nothing;
  const { le, count } = buckets[index] ?? nothing;
  if (le === Infinity) return below.le * 1000;

  return (below.le + ((le - below.le) * (rank - below.count)) / (count - below.count)) * 1000;
};
