import { jsonEvent, type EventStoreDBClient } from '@eventstore/db-client';
import { withTimeout } from '../../concurrency/index.js';
import { once } from '../../process/index.js';
import { EventStoreUnavailable, toAppendError } from '../errors.js';
import type { Road } from '../client/sharedClients.js';
import type { AppendResult, EventStore, ExpectedRevision, NewEvent } from '../types.js';

/** Milliseconds: to wait for a lane, and for the answer; together the 3 s that an append may take. */
const patience = { lane: 2000, answer: 1000 };

/** An append whose answer never comes gives its lane back after this; by then the connection was found dead. */
const longestPending = 30_000;

/** The client has no deadline of its own for an append, and its default expected revision is ANY: both are set here. */
export const createAppend = (roads: readonly [Road, ...Road[]]): EventStore['append'] => {
  const next = inTurn(roads);
  const greetOnce = once(() => greet(roads));

  return async (stream, events, { expectedRevision }) => {
    void greetOnce();
    const { client, lanes } = next();
    const until = Date.now() + patience.lane + patience.answer;
    const leave = await lanes.enter(patience.lane);
    if (leave === null)
      throw new EventStoreUnavailable(`No append got through for ${patience.lane} ms`);

    try {
      const answer = send(client, { stream, events, expectedRevision });
      withTimeout(answer, longestPending, 'append').then(leave, leave);

      return await withTimeout(answer, until - Date.now(), `Append to ${stream}`);
    } catch (error) {
      throw toAppendError(stream, error);
    }
  };
};

/**
 * Before its first append a client asks what the server can do. With the first append of the process all do so, or each eighth
 * append of a young process would take a turn longer, and one whose question gets no answer would not even be sent.
 */
const greet = async (roads: readonly Road[]): Promise<void> => {
  await Promise.allSettled(
    roads.map(({ client }) => Reflect.get(client, 'capabilities') as Promise<unknown>),
  );
};

/** The next road, and of those that are full the next that is not. */
const inTurn = (roads: readonly [Road, ...Road[]]): (() => Road) => {
  let turn = 0;

  return () => {
    turn = (turn + 1) % roads.length;
    for (let step = 0; step < roads.length; step += 1) {
      const road = roads[(turn + step) % roads.length];
      if (road?.lanes.isFull() === false) return road;
    }

    return roads[turn] ?? roads[0];
  };
};

const utf8 = new TextEncoder();

type Write = Readonly<{
  stream: string;
  events: readonly NewEvent[];
  expectedRevision: ExpectedRevision;
}>;

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
