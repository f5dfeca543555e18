import type { Dispatcher } from 'undici';
import { problem, Problem, timeLimitHeader } from '../../../platform/http/index.js';
import type { UpstreamName } from '../routes.js';
import { busy, type Gate, leastLeftMs, type Passage, upstreamUnavailable } from './gate.js';
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
    const time = beginTime(exchange, timeoutMs);
    let failure: Failure | null = null;
    for (;;) {
      const origin = origins.choose({ tried });
      if (origin === null)
        throw failure === null ? upstreamUnavailable(name) : toProblem(exchange, failure);
      tried.add(origin);
      const hasOther = () => origins.choose({ tried }) !== null;
      const last = await attempt({ exchange, origin, time, hasOther });
      if (last === null) return;
      // what may have been done before stays so, whatever came of it then
      if (failure?.isSent !== true) failure = last;
      if (!mayBeSentAgain(exchange, last)) throw toProblem(exchange, failure);
    }
  };

/** A request that is turned away gets its time again, but none gets more than `latestEnd`. */
type Time = { endsAt: number; readonly timeoutMs: number; readonly latestEnd: number };

/** In milliseconds from the arrival of a request on: every request has its answer after 10 s. */
const longestMs = 9_500;

const beginTime = ({ request }: Exchange, timeoutMs: number): Time => {
  const now = performance.now();
  const latestEnd = (request.arrivedAt ?? now) + longestMs;

  return { endsAt: Math.min(now + timeoutMs, latestEnd), timeoutMs, latestEnd };
};

type Attempt = Readonly<{
  exchange: Exchange;
  origin: Origin;
  time: Time;
  hasOther: () => boolean;
}>;

/**
 * Waits for a place. Resolves to why there is no response; null when there is one, or the client
 * has gone.
 */
const attempt = async (given: Attempt): Promise<Failure | null> => {
  const { exchange, origin, time } = given;
  const leftMs = (): number => time.endsAt - performance.now() - leastLeftMs;
  const passage = await acquirePlace(origin.gate, leftMs());
  if ('reason' in passage) return passage;
  if (!exchange.response.destroyed && leftMs() > 0) return send(given, passage);
  passage.release();

  return exchange.response.destroyed ? null : { reason: 'no place', isSent: false };
};

/** An upstream that is away by then makes no refusal: another process may be there. */
const acquirePlace = async (gate: Gate, withinMs: number): Promise<Passage | Failure> => {
  try {
    return await gate.acquire(withinMs);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;

    return { reason: gate.isOpen() ? 'no place' : 'connection', isSent: false };
  }
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
    time.endsAt = Math.min(performance.now() + time.timeoutMs, time.latestEnd);
  } else if (reason === 'timeout') passage.timedOut();
  else if (reason !== 'client gone') passage.failed();
  if (reason === 'connection' && !isSent) origin.noteRefused();
};

const toDispatch = ({ request, body }: Exchange, leftMs: number): Dispatcher.DispatchOptions => ({
  path: request.url ?? '/',
  method: request.method as Dispatcher.HttpMethod,
  headers: [
    ...requestHeaders(request),
    timeLimitHeader,
    String(Math.ceil(leftMs * shareOfUpstream)),
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
  if (reason === 'no place') return busy(upstream.name);
  if (!isSent) return upstreamUnavailable(upstream.name);
  if (!isRead(request.method))
    return problem(504, 'OUTCOME_UNKNOWN', 'It may have been done; repeat it to find out', soon);

  return reason === 'timeout'
    ? problem(504, 'UPSTREAM_TIMEOUT', `The ${upstream.name} service took too long`, soon)
    : upstreamUnavailable(upstream.name);
};

const soon = { headers: { 'Retry-After': '1' } };
