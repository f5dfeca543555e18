import { createRequire } from 'node:module';

/**
 * What is used here of the class that holds a connection's requests; kafkajs does not export it.
 */
type RequestQueue = {
  readonly pending: readonly unknown[];
  readonly inflight: ReadonlyMap<unknown, InflightRequest>;
  readonly enforceRequestTimeout: boolean;
  readonly isConnected: () => boolean;
  requestTimeoutIntervalId?: NodeJS.Timeout;
  destroy: () => void;
  scheduleCheckPendingRequests: () => void;
  scheduleRequestTimeoutCheck: () => void;
};

/** Its time is in milliseconds. */
type InflightRequest = Readonly<{ requestTimeout: number; timeoutRequest: () => void }>;

type Package = Readonly<{ version: string }>;

/** The release whose methods are known. Of any other, nothing is replaced. */
const knownVersion = '2.2.4';

/** The least time-out is 10 s; kafkajs looks ten times a second on every connection. */
const timeoutCheckEveryMs = 1_000;

/**
 * Ends two timers of every connection of kafkajs that run although there is nothing to do: one
 * re-arms itself after 1 ms for ever, to look at requests that are not there (decision 58). Returns
 * whether they are ended, which a test requires.
 */
export const endIdleTimers = (): boolean => {
  const load = createRequire(import.meta.url);
  if ((load('kafkajs/package.json') as Package).version !== knownVersion) return false;
  const { prototype } = load('kafkajs/src/network/requestQueue/index.js') as {
    prototype: RequestQueue;
  };
  if (replaced.has(prototype)) return true;
  replaced.add(prototype);
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this);
  };
  prototype.scheduleRequestTimeoutCheck = checkTimeouts;

  return true;
};

const replaced = new WeakSet<RequestQueue>();

/** As kafkajs does it, less often; a request begins when it is first seen here. */
const checkTimeouts = function (this: RequestQueue): void {
  if (!this.enforceRequestTimeout) return;
  this.destroy();
  const seenAt = new WeakMap<InflightRequest, number>();
  const check = (request: InflightRequest, now: number): void => {
    const since = seenAt.get(request) ?? now;
    seenAt.set(request, since);
    if (now - since > request.requestTimeout) request.timeoutRequest();
  };
  this.requestTimeoutIntervalId = setInterval(() => {
    for (const request of this.inflight.values()) check(request, performance.now());
    if (!this.isConnected()) this.destroy();
  }, timeoutCheckEveryMs);
};
