import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export { secondsSince } from './secondsSince.js';
export type { Counter, Gauge, Histogram, Registry } from 'prom-client';

type Description<L extends string> = Readonly<{
  /** One prefix for all, so that they are found together. */
  name: `quicksale_${string}`;
  help: string;
  labels?: readonly L[];
}>;

/** The metrics of one service; several services may share a process. */
export type Metrics = Readonly<{
  registry: Registry;
  counter: <L extends string = never>(description: Description<L>) => Counter<L>;
  gauge: <L extends string = never>(
    description: Description<L> & Readonly<{ collect?: (gauge: Gauge<L>) => void | Promise<void> }>,
  ) => Gauge<L>;
  /** Reads the value whenever metrics are read; it is NaN while it cannot be read. */
  readGauge: (
    description: Omit<Description<never>, 'labels'> & Readonly<{ read: () => Promise<number> }>,
  ) => Gauge;
  histogram: <L extends string = never>(
    description: Description<L> & Readonly<{ buckets?: readonly number[] }>,
  ) => Histogram<L>;
  /** Returns the service's own metrics and those of its process, as Prometheus text. */
  text: () => Promise<string>;
}>;

export const createMetrics = ({ service }: Readonly<{ service: string }>): Metrics => {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  const registers = [registry];

  return {
    registry,
    counter: ({ name, help, labels = [] }) =>
      new Counter({ name, help, labelNames: [...labels], registers }),
    gauge: ({ name, help, labels = [], collect }) =>
      new Gauge({
        name,
        help,
        labelNames: [...labels],
        registers,
        ...(collect && {
          collect() {
            return collect(this);
          },
        }),
      }),
    readGauge: ({ name, help, read }) =>
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(await read().catch(() => NaN));
        },
      }),
    histogram: ({ name, help, labels = [], buckets = latencyBuckets }) =>
      new Histogram({ name, help, labelNames: [...labels], buckets: [...buckets], registers }),
    // Merged registries would lose their default labels.
    text: async () => `${await processMetrics().metrics()}\n${await registry.metrics()}`,
  };
};

/** In seconds; finest where the steps of an order should lie. */
const latencyBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

let ofThisProcess: Registry | null = null;

// Watching event loop and garbage collection costs something: once per process, on first demand.
const processMetrics = (): Registry => {
  if (ofThisProcess === null) {
    ofThisProcess = new Registry();
    collectDefaultMetrics({ register: ofThisProcess });
  }

  return ofThisProcess;
};
