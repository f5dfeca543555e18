import { createLimiter, jittered, pause } from '../../concurrency/index.js';
import type { Logger } from '../../logging/index.js';
import type { AppendChannel } from '../client/appendChannel.js';
import { readClockSkew } from '../client/clockSkew.js';
import type { Outage } from '../client/outage.js';
import { EventStoreUnavailable, OutcomeUnknown, WrongExpectedRevision } from '../errors.js';
import type { AppendResult, EventStore } from '../types.js';
import { type ClockWatch, createClockWatch } from './clockWatch.js';
import { sendAppend, type Write } from './sendAppend.js';

/** To find a server that takes the append, and for all of it. */
const timeoutsMs = { sending: 2000, answer: 3000 };

/**
 * The client has no deadline of its own for an append, and its default expected revision is ANY:
 * both are set here. While there is no server that takes it, an append waits as long as it may.
 * While a server takes appends and completes none, one at a time is sent to see whether it does.
 */
export const createAppend = (
  channel: AppendChannel,
  outage: Outage,
  logger: Logger,
): EventStore['append'] => {
  const clockWatch = createClockWatch({
    readSkew: () => readClockSkew(channel.client),
    logger,
  });
  const appendInTime = appendWhileUnavailable(channel, { outage, clockWatch });
  const probes = createLimiter(1);

  return async (stream, events, { expectedRevision, deadline }) => {
    const write = { stream, events, expectedRevision, ...(deadline && { deadline }) };
    if (!outage.isStalled()) return appendInTime(write);
    const release = probes.tryAcquire();
    if (release === null) throw new EventStoreUnavailable('The event store answers no appends');

    return appendInTime(write).finally(release);
  };
};

/** Tries again as long as nothing was sent, or a node was not ready, and the outage is young. */
const appendWhileUnavailable =
  (
    channel: AppendChannel,
    { outage, clockWatch }: Readonly<{ outage: Outage; clockWatch: ClockWatch }>,
  ) =>
  async (write: Write): Promise<AppendResult> => {
    const begun = performance.now();
    const sendBy = begun + Math.min(timeoutsMs.sending, write.deadline?.leftMs() ?? Infinity);
    const limits = { sendBy, answerBy: begun + timeoutsMs.answer, outage };
    for (;;) {
      const sentAt = performance.now();
      try {
        const result = await sendAppend(channel, write, limits);
        outage.noteAnswer();
        clockWatch.noteAnswer();

        return result;
      } catch (error) {
        noteFailure(error, channel, outage);
        const isPassing = error instanceof EventStoreUnavailable && !outage.isLong();
        if (!isPassing || performance.now() >= sendBy)
          throw await clockWatch.explain(error, performance.now() - sentAt);
        await pause(jittered(100));
      }
    }
  };

const noteFailure = (error: unknown, channel: AppendChannel, outage: Outage): void => {
  if (error instanceof EventStoreUnavailable) outage.noteFailure();
  if (error instanceof WrongExpectedRevision) outage.noteAnswer();
  if (error instanceof OutcomeUnknown && outage.isSilent()) {
    outage.noteSilence();
    distrust(channel);
  }
};

/**
 * Makes sure that there is a server at the other end, and lets the next append open another call:
 * the server may be well, and the call not.
 */
const distrust = ({ features, calls }: AppendChannel): void => {
  if (!features.isUnderWay()) features.forget();
  void features.get().catch(() => undefined);
  calls.giveUpIfSilent();
};
