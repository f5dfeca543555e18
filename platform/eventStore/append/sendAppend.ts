import { type SendLimit, TimeoutError, withTimeout } from '../../concurrency/index.js';
import type { AppendChannel } from '../client/appendChannel.js';
import { toAppendError } from '../client/clientErrors.js';
import type { Outage } from '../client/outage.js';
import { EventStoreUnavailable } from '../errors.js';
import type { AppendResult, ExpectedRevision, NewEvent } from '../types.js';
import { waitUntilConnected } from './waitUntilConnected.js';

export type Write = Readonly<{
  stream: string;
  events: readonly NewEvent[];
  expectedRevision: ExpectedRevision;
  /** Of those who wait for it. */
  deadline?: SendLimit;
}>;

type Limits = Readonly<{
  /** On the monotonic clock, in milliseconds. */
  sendBy: number;
  answerBy: number;
  outage: Outage;
}>;

/** So much later an append without an answer gives its place back: the connection is dead. */
const longestPendingMs = 30_000;

/**
 * Sends one append on a channel. Throws EventStoreUnavailable when it was not sent by `sendBy`,
 * OutcomeUnknown when it has no answer by `answerBy`, the error of the deadline when nobody waits
 * any more before it is sent, and the error of the response.
 */
export const sendAppend = async (
  channel: AppendChannel,
  write: Write,
  { sendBy, answerBy, outage }: Limits,
): Promise<AppendResult> => {
  const release = await channel.inFlight.acquire(sendBy - performance.now());
  if (release === null)
    throw new EventStoreUnavailable('Too many appends wait for the event store');
  try {
    await waitUntilConnected(channel, { sendBy, outage });
    write.deadline?.requireTime();
  } catch (error) {
    release();
    throw error;
  }
  write.deadline?.noteSent();
  const free = channel.releasing(release);
  const answer = channel.calls.open().then((call) => call.send(write));
  try {
    const { stream } = write;
    const result = await withTimeout(answer, answerBy - performance.now(), `Append to ${stream}`);
    free();

    return result;
  } catch (error) {
    if (error instanceof TimeoutError) freeWhenOver(answer, free);
    else free();
    throw toAppendError(write.stream, error);
  }
};

/** An append without an answer is still under way. */
const freeWhenOver = (answer: Promise<unknown>, free: () => void): void => {
  withTimeout(answer, longestPendingMs, 'append').then(free, free);
};
