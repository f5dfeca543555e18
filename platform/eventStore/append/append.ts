import { createLimiter, jittered, pause } from '../../concurrency/index.js';
import { once } from '../../process/index.js';
import type { Logger } from '../../logging/index.js';
import type { AppendChannel } from '../client/appendChannel.js';
import { readClockSkew } from '../client/clockSkew.js';
import type { Outage } from '../client/outage.js';
import { EventStoreUnavailable, OutcomeUnknown, WrongExpectedRevision } from '../errors.js';
import type { AppendResult, EventStore } from '../types.js';
import { type ClockWatch, createClockWatch } from './clockWatch.js';
import { nextChannel } from './nextChannel.js';
import { sendAppend, type Write } from './sendAppend.js';

/** To find a server that takes the append, and for all of it. */
const timeoutsMs = { sending: 2000, answer: 3000 };

/**
 * The client has no deadline of its own for an append, and its default expected revision is ANY:
 * both are set here. While there is no server that takes it, an append waits as long as it may.
 * While a server takes appends and completes none, one at a time is sent to see whether it does.
 */
export const createAppend = (
  channels: readonly [AppendChannel, ...AppendChannel[]],
  outage: Outage,
  logger: Logger,
): EventStore['append'] => {
  const clockWatch = createClockWatch({
    readSkew: () => readClockSkew(channels[0].client),
    logger,
  });
  const appendInTime = appendWhileUnavailable(channels, { outage, clockWatch });
  const probes = createLimiter(1);
  const prewarmOnce = once(() => prewarm(channels));

  return async (stream, events, { expectedRevision, deadline }) => {
    void prewarmOnce();
    const write = { stream, events, expectedRevision, ...(deadline && { deadline }) };
    if (!outage.isStalled()) return appendInTime(write);
    const release = probes.tryAcquire();
    if (release === null) throw new EventStoreUnavailable('The event store answers no appends');

    return appendInTime(write).finally(release);
  };
};

/** Tries again as long as nothing was sent, or a node was not ready, and the outage is young. */
const appendWhileUnavailable = (
  channels: readonly [AppendChannel, ...AppendChannel[]],
  { outage, clockWatch }: Readonly<{ outage: Outage; clockWatch: ClockWatch }>,
) => {
  const next = nextChannel(channels);

  return async (write: Write): Promise<AppendResult> => {
    const begun = performance.now();
    const sendBy = begun + Math.min(timeoutsMs.sending, write.deadline?.leftMs() ?? Infinity);
    const limits = { sendBy, answerBy: begun + timeoutsMs.answer, outage };
    for (;;) {
      const sentAt = performance.now();
      try {
        const result = await sendAppend(next(), write, limits);
        outage.noteAnswer();
        clockWatch.noteAnswer();

        return result;
      } catch (error) {
        noteFailure(error, channels, outage);
        const isPassing = error instanceof EventStoreUnavailable && !outage.isLong();
        if (!isPassing || performance.now() >= sendBy)
          throw await clockWatch.explain(error, performance.now() - sentAt);
        await pause(jittered(100));
      }
    }
  };
};

const noteFailure = (error: unknown, channels: readonly AppendChannel[], outage: Outage): void => {
  if (error instanceof EventStoreUnavailable) outage.noteFailure();
  if (error instanceof WrongExpectedRevision) outage.noteAnswer();
  if (error instanceof OutcomeUnknown && outage.isSilent()) {
    outage.noteSilence();
    distrust(channels);
  }
};

/**
 * Before its first append a client reads what the server can do. With the first append of the
 * process all do so, or each eighth append of a young process would take a round trip longer.
 */
const prewarm = async (channels: readonly AppendChannel[]): Promise<void> => {
  await Promise.allSettled(channels.map(({ features }) => features.get()));
};

/** All make sure that there is a server at the other end, before the next append is sent. */
const distrust = (channels: readonly AppendChannel[]): void => {
  for (const { features } of channels) if (!features.isUnderWay()) features.forget();
  void prewarm(channels);
};
