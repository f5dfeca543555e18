import { repeatInStep } from '../../concurrency/index.js';
import { isKnownKafkajs, loadPart } from './kafkajsParts.js';

/**
 * What is used here of the class that holds a connection's requests; kafkajs does not export it.
 */
type RequestQueue = {
  readonly pending: readonly unknown[];
  readonly inflight: ReadonlyMap<unknown, InflightRequest>;
  readonly enforceRequestTimeout: boolean;
  readonly isConnected: () => boolean;
  destroy: () => void;
  scheduleCheckPendingRequests: () => void;
  scheduleRequestTimeoutCheck: () => void;
};

/** Its time is in milliseconds. */
type InflightRequest = Readonly<{ requestTimeout: number; timeoutRequest: () => void }>;

/** The least time-out is 10 s; kafkajs looks ten times a second, for each connection by itself. */
const timeoutCheckEveryMs = 1_000;

/**
 * Replaces two timers of every connection of kafkajs that run although there is nothing to do: one
 * re-arms itself after 1 ms for ever, to look at requests that are not there (decision 58). Returns
 * whether they are replaced, which a test requires.
 */
export const replaceTimers = (): boolean => {
  if (!isKnownKafkajs()) return false;
  const { prototype } = loadPart('network/requestQueue/index.js') as { prototype: RequestQueue };
  if (replaced.has(prototype)) return true;
  replaced.add(prototype);
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this);
  };
  prototype.scheduleRequestTimeoutCheck = function (this: RequestQueue) {
    if (!this.enforceRequestTimeout) return;
    this.destroy();
    endsOfChecks.set(this, repeatInStep(timeoutCheckEveryMs, checkTimeoutsOf(this)));
  };
  const { destroy } = prototype;
  prototype.destroy = function (this: RequestQueue) {
    endsOfChecks.get(this)?.();
    destroy.call(this);
  };

  return true;
};

const replaced = new WeakSet<RequestQueue>();

const endsOfChecks = new WeakMap<RequestQueue, () => void>();

/** As kafkajs does it, less often; a request begins when it is first seen here. */
const checkTimeoutsOf = (queue: RequestQueue) => {
  const seenAt = new WeakMap<InflightRequest, number>();
  const check = (request: InflightRequest, now: number): void => {
    const since = seenAt.get(request) ?? now;
    seenAt.set(request, since);
    if (now - since > request.requestTimeout) request.timeoutRequest();
  };

  return (): void => {
    for (const request of queue.inflight.values()) check(request, performance.now());
    if (!queue.isConnected()) queue.destroy();
  };
};
