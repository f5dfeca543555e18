import { jsonEvent, type EventStoreDBClient } from '@eventstore/db-client';
import { jittered, pause, withTimeout } from '../../concurrency/index.js';
import { once } from '../../process/index.js';
import type { AppendChannel } from '../client/appendChannel.js';
import { toAppendError } from '../client/clientErrors.js';
import type { Outage } from '../client/outage.js';
import { EventStoreUnavailable, OutcomeUnknown, WrongExpectedRevision } from '../errors.js';
import type { AppendResult, EventStore, ExpectedRevision, NewEvent } from '../types.js';
import { nextChannel } from './nextChannel.js';
import { waitUntilConnected } from './waitUntilConnected.js';

/** To find a server that takes the append, and then for its answer; together 3 s. */
const timeoutsMs = { sending: 2000, answer: 1000 };

/** When an append whose answer never comes gives its place back: the connection was found dead. */
const longestPendingMs = 30_000;

type Write = Readonly<{
  stream: string;
  events: readonly NewEvent[];
  expectedRevision: ExpectedRevision;
}>;

/**
 * The client has no deadline of its own for an append, and its default expected revision is ANY:
 * both are set here. While there is no server that takes it, an append waits as long as it may.
 */
export const createAppend = (
  channels: readonly [AppendChannel, ...AppendChannel[]],
  outage: Outage,
): EventStore['append'] => {
  const next = nextChannel(channels);
  const prewarmOnce = once(() => prewarm(channels));

  return async (stream, events, { expectedRevision }) => {
    void prewarmOnce();
    const sendBy = performance.now() + timeoutsMs.sending;
    for (;;) {
      try {
        return await appendOnce(next(), { stream, events, expectedRevision }, { sendBy, outage });
      } catch (error) {
        if (error instanceof WrongExpectedRevision) outage.noteAnswer();
        if (error instanceof OutcomeUnknown && outage.isSilent()) distrust(channels);
        if (!(error instanceof EventStoreUnavailable)) throw error;
        outage.noteFailure();
        if (outage.isLong() || performance.now() >= sendBy) throw error;
        await pause(jittered(100));
      }
    }
  };
};

/**
 * Before its first append a client asks what the server can do. With the first append of the
 * process all do so, or each eighth append of a young process would take a round trip longer.
 */
const prewarm = async (channels: readonly AppendChannel[]): Promise<void> => {
  await Promise.allSettled(channels.map(({ features }) => features.get()));
};

/** All make sure that there is a server at the other end, before the next append is sent. */
const distrust = (channels: readonly AppendChannel[]): void => {
  for (const { features } of channels) features.forget();
  void prewarm(channels);
};

type Attempt = Readonly<{ sendBy: number; outage: Outage }>;

const appendOnce = async (
  channel: AppendChannel,
  write: Write,
  { sendBy, outage }: Attempt,
): Promise<AppendResult> => {
  const release = await channel.inFlight.acquire(sendBy - performance.now());
  if (release === null)
    throw new EventStoreUnavailable(`No append got through for ${timeoutsMs.sending} ms`);
  try {
    await waitUntilConnected(channel, { sendBy, outage });
  } catch (error) {
    release();
    throw error;
  }

  try {
    const answer = send(channel.client, write);
    withTimeout(answer, longestPendingMs, 'append').then(release, release);
    const answerBy = sendBy + timeoutsMs.answer;
    const result = await withTimeout(
      answer,
      answerBy - performance.now(),
      `Append to ${write.stream}`,
    );
    outage.noteAnswer();

    return result;
  } catch (error) {
    throw toAppendError(write.stream, error);
  }
};

const utf8 = new TextEncoder();

const send = async (
  client: EventStoreDBClient,
  { stream, events, expectedRevision }: Write,
): Promise<AppendResult> => {
  const { nextExpectedRevision, position } = await client.appendToStream(
    stream,
    events.map(({ id, type, data, metadata }) =>
      jsonEvent({ id, type, data: { ...data }, metadata: utf8.encode(JSON.stringify(metadata)) }),
    ),
    {
      expectedRevision: expectedRevision === 'no_stream' ? 'no_stream' : BigInt(expectedRevision),
    },
  );

  return { revision: Number(nextExpectedRevision), position: position?.commit ?? 0n };
};
