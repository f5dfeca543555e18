import type { IncomingMessage, ServerResponse } from 'node:http';
import { Deadline } from '../../concurrency/index.js';
import { problem, type Problem } from '../output/problem.js';
import { sendProblem } from '../output/send.js';
import { outcomeUnknown, toProblem } from '../output/toProblem.js';
import { beforeHoldBack } from './beforeHoldBack.js';

/** The header by which a gateway says how long it waits for the answer, in milliseconds. */
export const timeLimitHeader = 'x-time-limit-ms';

/** Without a gateway, and whatever a gateway says. */
const limits = { usualMs: 5_000, longestMs: 9_500 };

/** Of the time of a request its work gets so much: the rest is for the answer. */
const shareOfWork = 0.9;

type Exchange = Readonly<{ request: IncomingMessage; response: ServerResponse }>;

type TimeLimit = Readonly<{
  /** Whether all that the service changes is appended under the deadline of the request. */
  appendsOnly: boolean;
}>;

/**
 * Begins the time of a request whose body has been read: sets the deadline of its context, and
 * sends the answer when there is none in time. A write of which nothing was sent by then is 503 and
 * will not be done, any other 504. A gateway in this process may refuse here, and is told.
 */
export const limitTime = async (exchange: Exchange, { appendsOnly }: TimeLimit): Promise<void> => {
  const { request, response } = exchange;
  const { dispatched } = request;
  await dispatched?.begin();
  const limitMs = dispatched?.limitMs() ?? limitOf(request);
  const deadline = new Deadline(limitMs * shareOfWork);
  request.context = { deadline, ...request.context };
  const timer = startTimer(limitMs, () => {
    if (response.headersSent) return;
    dispatched?.onTimeout();
    const error = deadline.giveUp();
    sendProblem(request, response, isRead(request) ? tookTooLong() : refusalOf(error, appendsOnly));
  });
  request.beginWait = (onGone) => {
    timer.pause();
    deadline.pause();
    noteWait(exchange);
    if (response.destroyed) queueMicrotask(onGone);
    response.once('close', onGone);

    return () => {
      response.off('close', onGone);
      deadline.resume();
      if (!response.destroyed) timer.resume();
    };
  };
  response.once('close', timer.stop);
  // a refusal that is held back is the answer, however long it is held
  beforeHoldBack(request, timer.stop);
};

type Timer = Readonly<{
  pause: () => void;
  resume: () => void;
  /** For good. */
  stop: () => void;
}>;

const startTimer = (timeoutMs: number, onTimeout: () => void): Timer => {
  let leftMs = timeoutMs;
  let startedAt = performance.now();
  let timer = setTimeout(onTimeout, leftMs);
  let isStopped = false;

  return {
    pause: () => {
      clearTimeout(timer);
      leftMs -= performance.now() - startedAt;
    },
    resume: () => {
      if (isStopped) return;
      startedAt = performance.now();
      timer = setTimeout(onTimeout, leftMs);
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
};

/** A gateway hears of the wait, so that it waits longer and gives the place to another request. */
const noteWait = ({ request, response }: Exchange): void => {
  if (request.dispatched !== undefined) request.dispatched.onWait();
  else if (request.headers[timeLimitHeader] !== undefined) response.writeProcessing();
};

const limitOf = ({ headers }: IncomingMessage): number => {
  const given = Number(headers[timeLimitHeader]);

  return given > 0 ? Math.min(given, limits.longestMs) : limits.usualMs;
};

const reads = new Set(['GET', 'HEAD', 'OPTIONS']);

const isRead = ({ method = '' }: IncomingMessage): boolean => reads.has(method);

const tookTooLong = (): Problem =>
  problem(504, 'UPSTREAM_TIMEOUT', 'It took too long', { headers: { 'Retry-After': '1' } });

const refusalOf = (error: Error, appendsOnly: boolean): Problem =>
  appendsOnly
    ? toProblem(error)
    : outcomeUnknown('It took too long; repeat the same request to find out');
