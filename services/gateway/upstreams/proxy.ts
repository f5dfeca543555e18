import type { Dispatcher } from 'undici';
import { problem, type Problem, timeLimitHeader } from '../../../platform/http/index.js';
import type { UpstreamName } from '../routes.js';
import { type Passage, upstreamUnavailable } from './gate.js';
import { requestHeaders } from './headers.js';
import type { Origin } from './origins/origin.js';
import { createRelay, type Exchange, type Failure } from './relay.js';

/**
 * Resolves when the upstream's response has been relayed, or cut. Rejects with 503 or 504 before it
 * has begun.
 */
export type Proxy = (exchange: Exchange) => Promise<void>;

type Options = Readonly<{ timeoutMs: number }>;

/** The upstream hears of less time than there is, so that its answer comes before ours. */
const shareOfUpstream = 0.95;

/** Passwords are hashed, which takes whole seconds where the processor has much to do. */
const timeoutFactorOf: Partial<Record<UpstreamName, number>> = { auth: 1.8 };

/** In milliseconds: of a request that waits for its turn, from then on to its answer. */
const waitTimeoutMs = 9_000;

/**
 * Sends a request to one of the upstream's processes; to another one at once when the first did not
 * take it, or does not answer something that may be repeated. The time is that of all tries.
 */
export const createProxy =
  ({ timeoutMs: usualMs }: Options): Proxy =>
  async (exchange) => {
    const { name, origins } = exchange.upstream;
    const timeoutMs = usualMs * (timeoutFactorOf[name] ?? 1);
    const tried = new Set<Origin>();
    const time: Time = { endsAt: performance.now() + timeoutMs, timeoutMs };
    let failure: Failure | null = null;
    for (;;) {
      const origin = origins.choose({ tried });
      if (origin === null)
        throw failure === null ? upstreamUnavailable(name) : toProblem(exchange, failure);
      tried.add(origin);
      const hasOther = () => origins.choose({ tried }) !== null;
      failure = await attempt({ exchange, origin, time, hasOther });
      if (failure === null) return;
      if (!mayBeSentAgain(exchange, failure)) throw toProblem(exchange, failure);
    }
  };

/** A request that waits for its turn, or is turned away, gets its time again. */
type Time = { endsAt: number; readonly timeoutMs: number };

type Attempt = Readonly<{
  exchange: Exchange;
  origin: Origin;
  time: Time;
  hasOther: () => boolean;
}>;

/** Waits for a place. Resolves to why there is no response; null when there is one, or nobody. */
const attempt = async (given: Attempt): Promise<Failure | null> => {
  const passage = await given.origin.gate.acquire();
  if (!given.exchange.response.destroyed) return send(given, passage);
  passage.release();

  return null;
};

const send = (
  { exchange, origin, time, hasOther }: Attempt,
  passage: Passage,
): Promise<Failure | null> =>
  new Promise((resolve) => {
    const { response } = exchange;
    const onClose = (): void => {
      clearTimeout(timer);
      if (!response.writableFinished) abort('client gone');
    };
    const end = (failure: Failure | null): void => {
      clearTimeout(timer);
      response.off('close', onClose);
      passage.release();
      resolve(failure);
    };
    const waits = (): void => {
      passage.succeeded();
      passage.release();
      clearTimeout(timer);
      timer = setTimeout(() => abort('timeout'), waitTimeoutMs);
    };
    const { handler, abort } = createRelay(exchange, {
      waits,
      // A response that has begun gets the same time again for the rest.
      started: () => {
        passage.succeeded();
        timer.refresh();
      },
      done: () => end(null),
      failed: (failure) => {
        noteFailure(failure, { origin, passage, time });
        end(failure);
      },
      mayTurnAway: hasOther,
    });
    const leftMs = Math.max(1, time.endsAt - performance.now());
    let timer = setTimeout(() => abort('timeout'), leftMs);
    response.once('close', onClose);
    origin.dispatcher.dispatch(toDispatch(exchange, leftMs), handler);
  });

type Noted = Readonly<{ origin: Origin; passage: Passage; time: Time }>;

const noteFailure = ({ reason, isSent }: Failure, { origin, passage, time }: Noted): void => {
  if (reason === 'turned away') {
    passage.succeeded();
    time.endsAt = performance.now() + time.timeoutMs;
  } else if (reason !== 'client gone' && !hadToWait(reason, passage)) passage.failed();
  if (reason === 'connection' && !isSent) origin.noteRefused();
};

/** It says that there is much to do, not that the upstream is away. */
const hadToWait = (reason: Failure['reason'], { waitedMs }: Passage): boolean =>
  reason === 'timeout' && waitedMs > 0;

const toDispatch = ({ request, body }: Exchange, leftMs: number): Dispatcher.DispatchOptions => ({
  path: request.url ?? '/',
  method: request.method as Dispatcher.HttpMethod,
  headers: [
    ...requestHeaders(request),
    timeLimitHeader,
    String(Math.floor(leftMs * shareOfUpstream)),
  ],
  body,
});

const reads = new Set(['GET', 'HEAD', 'OPTIONS']);

const isRead = (method = ''): boolean => reads.has(method);

/** What may have been done is sent again only where that changes nothing. */
const mayBeSentAgain = (exchange: Exchange, { reason, isSent }: Failure): boolean => {
  if (reason === 'turned away') return true;
  if (reason !== 'connection') return false;

  return !isSent || isRead(exchange.request.method) || isIdempotent(exchange);
};

/** The services that keep idempotency keys. */
const keyKeepers = new Set<UpstreamName>(['orders', 'inventory']);

const isIdempotent = ({ upstream, request }: Exchange): boolean =>
  keyKeepers.has(upstream.name) && request.headers['idempotency-key'] !== undefined;

const toProblem = ({ upstream, request }: Exchange, { reason, isSent }: Failure): Problem => {
  if (!isSent) return upstreamUnavailable(upstream.name);
  if (!isRead(request.method))
    return problem(504, 'OUTCOME_UNKNOWN', 'It may have been done; repeat it to find out', soon);

  return reason === 'timeout'
    ? problem(504, 'UPSTREAM_TIMEOUT', `The ${upstream.name} service took too long`, soon)
    : upstreamUnavailable(upstream.name);
};

const soon = { headers: { 'Retry-After': '1' } };
