import type { Metrics } from '../../../platform/metrics/index.js';
import type { Gate } from './gate.js';
import type { HoldBack } from './holdBack.js';
import type { Origin } from './origins/origin.js';
import type { Upstream } from './relay.js';

type Watched = Readonly<{
  upstreams: Readonly<Record<string, Upstream>>;
  holdBack: Pick<HoldBack, 'held'>;
}>;

/** What waits in the gateway, as it is when the metrics are read. */
export const watchUpstreams = (metrics: Metrics, { upstreams, holdBack }: Watched): void => {
  const all = Object.values(upstreams);
  watchRequests(metrics, all);
  watchProcesses(metrics, all);
  metrics.gauge({
    name: 'quicksale_gateway_refusals_held_back',
    help: 'Answers 503 that wait, so that their clients do not repeat at once',
    collect: (gauge) => gauge.set(holdBack.held()),
  });
};

const watchRequests = (metrics: Metrics, upstreams: readonly Upstream[]): void => {
  metrics.gauge({
    name: 'quicksale_gateway_requests_in_flight',
    help: 'Requests that an upstream has not answered yet',
    labels: ['upstream'],
    collect: (gauge) => {
      for (const upstream of upstreams)
        gauge.set({ upstream: upstream.name }, sumOf(upstream, inFlightAt));
    },
  });
  metrics.gauge({
    name: 'quicksale_gateway_requests_waiting',
    help: 'Requests that wait until an upstream may have them',
    labels: ['upstream'],
    collect: (gauge) => {
      for (const upstream of upstreams)
        gauge.set({ upstream: upstream.name }, sumOf(upstream, waitingAt));
    },
  });
};

const watchProcesses = (metrics: Metrics, upstreams: readonly Upstream[]): void => {
  metrics.gauge({
    name: 'quicksale_gateway_breaker_open',
    help: '1 while an upstream is left alone, since it does not answer',
    labels: ['upstream'],
    collect: (gauge) => {
      for (const upstream of upstreams)
        gauge.set({ upstream: upstream.name }, isReached(upstream) ? 0 : 1);
    },
  });
  metrics.gauge({
    name: 'quicksale_gateway_origins',
    help: 'Processes of an upstream that get requests',
    labels: ['upstream'],
    collect: (gauge) => {
      for (const { name, origins } of upstreams)
        gauge.set({ upstream: name }, origins.all().filter(isUsed).length);
    },
  });
};

const inFlightAt = (gate: Gate): number => gate.inFlight();
const waitingAt = (gate: Gate): number => gate.waiting();

/** Over the gates of its processes, and the one of this process. */
const sumOf = ({ gate, origins }: Upstream, of: (gate: Gate) => number): number =>
  origins.all().reduce((sum, origin) => sum + of(origin.gate), of(gate));

const isReached = ({ gate, origins }: Upstream): boolean =>
  gate.isOpen() && origins.all().some((origin) => origin.gate.isOpen());

const isUsed = ({ gate, isPreferred }: Origin): boolean => gate.isOpen() && isPreferred();
