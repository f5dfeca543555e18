import type { ConsumerLag, Hop, HopId } from '../../../contracts/http/admin/pipeline.js';
import { maxOf, type Pair, rateOf, sumOf } from './rates.js';
import { stateOf } from './rules.js';
import type { Scrape } from './scrape.js';

type Waiting = Readonly<{ backlog: number | null; oldestSeconds: number | null }>;

/** What no metric tells. */
export type Counted = Readonly<{ quarantine: Waiting; deadLetters: Waiting }>;

/** Every hop of an order's way, in its order. */
export const hopsOf = (pair: Pair, { quarantine, deadLetters }: Counted): Hop[] => {
  const { now } = pair;
  const sum = (name: string) => sumOf(now, { name });
  const max = (name: string) => maxOf(now, { name });
  const rate = (name: string) => rateOf(pair, { name });
  const lags = consumerLags(now);
  const handled = rate('quicksale_kafka_consumer_messages_total');

  return [
    hop('waitingRoom', waitingRoom(now), rate('quicksale_admission_admitted_total')),
    hop('eventStore', appended(now), rate('quicksale_appended_events_total')),
    hop('projector', lag(now), rate('quicksale_projected_events_total')),
    hop(
      'outbox',
      {
        backlog: sum('quicksale_outbox_messages'),
        oldestSeconds: max('quicksale_outbox_oldest_seconds'),
      },
      rate('quicksale_bridge_published_total'),
    ),
    hop('consumers', { backlog: lags === null ? null : total(lags), oldestSeconds: null }, handled),
    hop('sockets', sockets(now), rate('quicksale_click_to_push_seconds_count')),
    hop('quarantine', quarantine, null),
    hop('deadLetters', deadLetters, null),
  ];
};

const hop = (id: HopId, waiting: Waiting, perSecond: number | null): Hop => ({
  id,
  ...waiting,
  perSecond,
  state: stateOf(id, waiting),
});

/** `quicksale_admission_lag_seconds` is how long the next decision has waited. */
const waitingRoom = (now: Scrape): Waiting => ({
  backlog: sumOf(now, { name: 'quicksale_admission_waiting' }),
  oldestSeconds: maxOf(now, {
    name: 'quicksale_admission_lag_seconds',
    where: ({ of }) => of === 'orders',
  }),
});

/** Appends are not queued: nothing waits here, and only the rate tells something. */
const appended = (now: Scrape): Waiting => ({
  backlog: sumOf(now, { name: 'quicksale_appended_events_total' }) === null ? null : 0,
  oldestSeconds: null,
});

const lag = (now: Scrape): Waiting => ({
  backlog: maxOf(now, { name: 'quicksale_projection_lag_events' }),
  oldestSeconds: maxOf(now, { name: 'quicksale_projection_lag_seconds' }),
});

const sockets = (now: Scrape): Waiting => {
  const users = sumOf(now, { name: 'quicksale_notifier_sockets' });
  const visitors = sumOf(now, { name: 'quicksale_notifier_visitor_sockets' });

  return {
    backlog: users === null && visitors === null ? null : (users ?? 0) + (visitors ?? 0),
    oldestSeconds: null,
  };
};

const lagName = 'quicksale_kafka_consumer_lag';

const total = (lags: readonly ConsumerLag[]): number =>
  lags.reduce((sum, each) => sum + each.lag, 0);

/** By group and topic, summed over the partitions; null where nobody consumes. */
export const consumerLags = ({ values }: Scrape): ConsumerLag[] | null => {
  const found = values.filter(({ name }) => name === lagName);
  if (found.length === 0) return null;
  const lags = new Map<string, ConsumerLag>();
  for (const { labels, value } of found) {
    const { group = '', topic = '' } = labels;
    const known = lags.get(`${group} ${topic}`)?.lag ?? 0;
    lags.set(`${group} ${topic}`, { group, topic, lag: known + Math.max(0, value) });
  }

  return [...lags.values()];
};
