import type { HopId, HopState } from '../../../contracts/http/admin/pipeline.js';

/** Reached is enough. */
type Limits = Readonly<{ backlog?: number; oldestSeconds?: number }>;

type Rule = Readonly<{ warn: Limits; alarm: Limits }>;

/**
 * When a hop is amber or red. Ages count before numbers: a long queue that moves is a busy shop, an
 * old one stands still. What an alert pages for is red here: the limits in deploy/prometheus are
 * these.
 */
export const rules: Readonly<Record<HopId, Rule>> = {
  waitingRoom: { warn: { backlog: 5_000, oldestSeconds: 2 }, alarm: { oldestSeconds: 15 } },
  eventStore: { warn: {}, alarm: {} },
  projector: { warn: { oldestSeconds: 2 }, alarm: { oldestSeconds: 10 } },
  outbox: { warn: { oldestSeconds: 2 }, alarm: { oldestSeconds: 30 } },
  consumers: { warn: { backlog: 200 }, alarm: { backlog: 1_000 } },
  sockets: { warn: {}, alarm: {} },
  quarantine: { warn: {}, alarm: { backlog: 1 } },
  deadLetters: { warn: { backlog: 1 }, alarm: { backlog: 100 } },
};

type Figures = Readonly<{ backlog: number | null; oldestSeconds: number | null }>;

/** Returns `unknown` where a limit needs a figure that nobody has. */
export const stateOf = (id: HopId, figures: Figures): HopState => {
  const { warn, alarm } = rules[id];
  if (isReached(alarm, figures)) return 'alarm';
  if (isReached(warn, figures)) return 'warn';

  return isKnown(figures) ? 'ok' : 'unknown';
};

const isReached = (limits: Limits, { backlog, oldestSeconds }: Figures): boolean =>
  (backlog ?? 0) >= (limits.backlog ?? Infinity) ||
  (oldestSeconds ?? 0) >= (limits.oldestSeconds ?? Infinity);

const isKnown = ({ backlog, oldestSeconds }: Figures): boolean =>
  backlog !== null || oldestSeconds !== null;
