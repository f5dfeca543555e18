import type { OperationsSummary } from '../../../contracts/http/admin/pipeline.js';
import { createCached, withTimeout } from '../../../platform/concurrency/index.js';
import type { Database } from '../../../platform/postgres/index.js';
import type { OperationsConfig } from '../config.js';
import type { DeadLetterReader } from '../deadLetters/deadLetterReader.js';
import { consumerLags, type Counted, hopsOf } from './hops.js';
import { latencyOf, type Pair, rateOf } from './rates.js';
import { type Scrape, scrape } from './scrape.js';
import { countQuarantined } from './waitingCounts.js';

export type ReadSummary = () => Promise<OperationsSummary>;

type Deps = Readonly<{
  config: OperationsConfig;
  database: Database;
  deadLetters: Pick<DeadLetterReader, 'count'>;
}>;

/** In milliseconds: however many look, the services are read once in this time. */
const cachedForMs = 1_000;

/** In milliseconds: rates are of the time since a scrape that is about as old. */
const rateOverMs = 10_000;
const longestGapMs = 60_000;

/** What the counts of a summary may take. */
const countTimeoutMs = 2_000;

/** Reads when somebody looks, and remembers only what rates need. */
export const createSummary = ({ config, database, deadLetters }: Deps): ReadSummary => {
  const { gateway, auth, inventory, orders, notifier, projector, bridge, prometheusUrl } = config;
  const urls = { gateway, auth, inventory, orders, notifier, projector, bridge };
  const history = createHistory();

  return createCached(async () => {
    const [now, counted] = await Promise.all([scrape(urls), count({ database, deadLetters })]);
    const pair = { now, before: history.add(now) };

    return {
      time: new Date().toISOString(),
      hops: hopsOf(pair, counted),
      consumers: consumerLags(now) ?? [],
      door: doorOf(pair),
      clickToAnswer: latencyOf(pair, { name: requestSeconds, where: isClick }),
      clickToPush: latencyOf(pair, { name: 'quicksale_click_to_push_seconds' }),
      unreachable: [...now.unreachable],
      prometheusUrl,
    };
  }, cachedForMs);
};

/** Keeps the scrapes of the last while; returns the one that a new one is compared with. */
const createHistory = () => {
  let kept: readonly Scrape[] = [];

  return {
    add: (now: Scrape): Scrape | null => {
      const recent = kept.filter(({ at }) => now.at - at <= longestGapMs);
      const oldEnough = recent.filter(({ at }) => now.at - at >= rateOverMs);
      kept = [...oldEnough.slice(-1), ...recent.filter((each) => !oldEnough.includes(each)), now];

      return kept.length > 1 ? (kept[0] ?? null) : null;
    },
  };
};

const count = async ({
  database,
  deadLetters,
}: Pick<Deps, 'database' | 'deadLetters'>): Promise<Counted> => {
  const unknown = { backlog: null, oldestSeconds: null };
  const [quarantine, letters] = await Promise.all([
    inTime(countQuarantined(database)).catch(() => unknown),
    inTime(deadLetters.count())
      .then((backlog) => ({ backlog, oldestSeconds: null }))
      .catch(() => unknown),
  ]);

  return { quarantine, deadLetters: letters };
};

/** What is late is not known: it holds up nothing that is. */
const inTime = <T>(counting: Promise<T>): Promise<T> =>
  withTimeout(counting, countTimeoutMs, 'Counting');

const requestSeconds = 'quicksale_http_request_duration_seconds';

type Labels = Readonly<Record<string, string>>;

/** As the service sees it, not the gateway, which counts by services. */
const isClick = ({ service, method, route }: Labels): boolean =>
  service === 'orders' && method === 'POST' && route === '/api/orders';

const doorOf = (pair: Pair): OperationsSummary['door'] => {
  const answered = (isSo: (status: string) => boolean): number | null =>
    rateOf(pair, {
      name: `${requestSeconds}_count`,
      where: (labels) => isClick(labels) && isSo(labels['status'] ?? ''),
    });

  return {
    clicks: answered(() => true),
    admitted: answered((status) => status.startsWith('2')),
    refused: answered((status) => status.startsWith('4')),
    busy: answered((status) => status.startsWith('5')),
  };
};
