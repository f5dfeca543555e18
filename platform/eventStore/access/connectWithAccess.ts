import { status } from '@grpc/grpc-js';
import { coalesce, pause, withTimeout } from '../../concurrency/index.js';
import { parseConnectionString, shownAddress } from '../../config/index.js';
import { FinalError } from '../../process/index.js';
import type { Logger } from '../../logging/index.js';
import { connectEventStore } from '../connectEventStore.js';
import { EventStoreAccessDenied } from '../errors.js';
import type { EventStore } from '../types.js';

type Options = Readonly<{
  logger: Logger;
  /** Called when the server refuses `$all` later on; the failing call rejects a little after it. */
  onDenied: (error: FinalError) => void;
}>;

/** In milliseconds: a store that does not answer by then is not waited for. */
const firstLookMs = 1_000;

/**
 * In milliseconds: a node that has just become a follower may not know the account or its right
 * yet.
 */
const secondLookMs = 1_000;

/** In milliseconds: what `onDenied` has to end the process before others log the same. */
const endingMs = 250;

/**
 * An event store that the account may read. Rejects with a FinalError when the server refuses to
 * show `$all`, which waiting does not heal. When the server does not answer, that is found out
 * later.
 */
export const connectWithAccess = async (
  url: string,
  { logger, onDenied }: Options,
): Promise<EventStore> => {
  const eventStore = connectEventStore(url, logger);
  try {
    await withTimeout(eventStore.headPosition(), firstLookMs, 'The first look at the event store');
  } catch (error) {
    if (error instanceof EventStoreAccessDenied) {
      await eventStore.stop();
      throw accessReport(url, error);
    }
  }
  const lookAgain = coalesce(() => deniedAgain(eventStore));
  const rethrow = async (error: unknown): Promise<never> => {
    const denied = error instanceof EventStoreAccessDenied ? await lookAgain() : null;
    if (denied !== null) {
      onDenied(accessReport(url, denied));
      await pause(endingMs);
    }
    throw error;
  };

  return watched(eventStore, rethrow);
};

const deniedAgain = async (eventStore: EventStore): Promise<EventStoreAccessDenied | null> => {
  await pause(secondLookMs);
  try {
    await eventStore.headPosition();
  } catch (error) {
    if (error instanceof EventStoreAccessDenied) return error;
  }

  return null;
};

/** Reads of `$all` only: a stream that is closed to the account concerns its reader alone. */
const watched = (
  eventStore: EventStore,
  rethrow: (error: unknown) => Promise<never>,
): EventStore => ({
  ...eventStore,
  headPosition: () => eventStore.headPosition().catch(rethrow),
  ping: () => eventStore.ping().catch(rethrow),
  readTail: (...range) => eventStore.readTail(...range).catch(rethrow),
  idAt: (position) => eventStore.idAt(position).catch(rethrow),
  subscribeToAll: async function* (range) {
    try {
      yield* eventStore.subscribeToAll(range);
    } catch (error) {
      await rethrow(error);
    }
  },
});

/** What an operator has to know: the account, what it lacks, and how it gets that. */
export const accessReport = (url: string, error: EventStoreAccessDenied): FinalError => {
  const { user } = parseConnectionString(url);
  const said = `The event store at ${shownAddress(url)} refuses`;
  if (user === null)
    return new FinalError(
      `${said} to be read without an account (${error.message}). Name one: EVENTSTORE_URL=esdb://user:password@host:2113`,
      { cause: error },
    );
  if (isUnknown(error))
    return new FinalError(
      `${said} the account "${user}" (${error.message}): it does not exist, is disabled, or has another password. Correct EVENTSTORE_URL.`,
      { cause: error },
    );

  return new FinalError(
    `${said} to let the account "${user}" read $all (${error.message}). An admin grants it, once: ` +
      `npm run access -- grant-read --account ${user} --admin-url-file <file with esdb://admin:<password>@<host>:2113>`,
    { cause: error },
  );
};

const isUnknown = ({ cause }: EventStoreAccessDenied): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === status.UNAUTHENTICATED;
