import { z } from 'zod';

/** The hops of an order's way, in its order. */
export const hopIds = [
  'waitingRoom',
  'eventStore',
  'projector',
  'outbox',
  'consumers',
  'sockets',
  'quarantine',
  'deadLetters',
] as const;

const figure = z.number().min(0).nullable();

/**
 * `backlog` is what waits there (of sockets: how many are connected); null: not known. `perSecond`
 * is what passed lately. `unknown`: whoever counts it does not respond, or does not count it.
 */
export const hop = z.strictObject({
  id: z.enum(hopIds),
  backlog: figure,
  oldestSeconds: figure,
  perSecond: figure,
  state: z.enum(['ok', 'warn', 'alarm', 'unknown']),
});

const consumerLag = z.strictObject({
  group: z.string(),
  topic: z.string(),
  lag: z.number().min(0),
});

/** In milliseconds, of the last minute at most; null where there was none. */
export const latency = z.strictObject({ p50Ms: figure, p99Ms: figure, perSecond: figure });

/** Orders at the door per second, by the status that they got. */
const door = z.strictObject({
  clicks: figure,
  admitted: figure,
  refused: figure,
  busy: figure,
});

/** GET `/api/operations/summary`. Rates are null on the first look. */
export const operationsSummary = z.strictObject({
  time: z.iso.datetime(),
  hops: z.array(hop),
  consumers: z.array(consumerLag),
  door,
  clickToAnswer: latency,
  clickToPush: latency,
  /** Services whose metrics cannot be read. */
  unreachable: z.array(z.string()),
  /** Where somebody has a Prometheus, null otherwise. */
  prometheusUrl: z.string().nullable(),
});

export type HopId = (typeof hopIds)[number];
export type Hop = z.infer<typeof hop>;
export type HopState = Hop['state'];
export type ConsumerLag = z.infer<typeof consumerLag>;
export type Latency = z.infer<typeof latency>;
export type OperationsSummary = z.infer<typeof operationsSummary>;
