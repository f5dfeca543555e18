import { jsonEvent, type EventStoreDBClient } from '@eventstore/db-client';
import { withDeadline } from '../lifecycle/index.js';
import { EventStoreUnavailable, toAppendError } from './errors.js';
import type { Lanes } from './lanes.js';
import type { AppendResult, EventStore, ExpectedRevision, NewEvent } from './types.js';

const deadline = 3000;

/** An append whose answer never comes gives its lane back after this; by then the connection was found dead. */
const longestPending = 30_000;

/** The client has no deadline of its own for an append, and its default expected revision is ANY: both are set here. */
export const createAppend =
  (client: EventStoreDBClient, lanes: Lanes): EventStore['append'] =>
  async (stream, events, { expectedRevision }) => {
    const until = Date.now() + deadline;
    const leave = await lanes.enter(deadline);
    if (leave === null) throw new EventStoreUnavailable(`No append got through for ${deadline} ms`);

    try {
      const answer = send(client, { stream, events, expectedRevision });
      void withDeadline(answer, longestPending, 'append').then(leave, leave);

      return await withDeadline(answer, Math.max(1, until - Date.now()), `Append to ${stream}`);
    } catch (error) {
      throw toAppendError(stream, error);
    }
  };

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
      jsonEvent({ id, type, data: { ...data }, metadata }),
    ),
    {
      expectedRevision: expectedRevision === 'no_stream' ? 'no_stream' : BigInt(expectedRevision),
    },
  );

  return { revision: Number(nextExpectedRevision), position: position?.commit ?? 0n };
};
