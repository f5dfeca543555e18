import type { OutboxRow } from './outboxRow.js';

/**
 * The relay of this process, while it leads. What the projector commits in the same process need
 * neither be notified nor read.
 */
export type LocalRelay = Readonly<{
  /** Whether it has read all that was committed, so that the next rows are all there are. */
  isReady: () => boolean;
  /** To be called with the rows of each commit, in their order, notified or not. */
  receive: (rows: readonly OutboxRow[]) => void;
  /** Somebody else may have committed rows: those are to be read first. */
  readAgain: () => void;
}>;

const relays = new Map<string, LocalRelay>();

/** The relay of this process for a database; undefined where none leads here. */
export const localRelayOf = (databaseUrl: string): LocalRelay | undefined =>
  relays.get(databaseUrl);

/** Returns the function that ends it. */
export const setLocalRelay = (databaseUrl: string, relay: LocalRelay): (() => void) => {
  relays.set(databaseUrl, relay);

  return () => {
    if (relays.get(databaseUrl) === relay) relays.delete(databaseUrl);
  };
};
