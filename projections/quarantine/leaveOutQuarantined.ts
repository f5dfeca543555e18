import type { StoredEvent } from '../../platform/eventStore/index.js';
import type { Queryable } from '../../platform/postgres/index.js';

/** The quarantine as it was read, for a rebuild: its rows are those of the projector. */
export type QuarantineFilter = Readonly<{
  /** Returns the records without those that were skipped, and those that wait. In their order. */
  leaveOut: (records: readonly StoredEvent[]) => readonly StoredEvent[];
  /** Throws QuarantineChanged when the quarantine is not what it was. */
  requireUnchanged: (database: Queryable) => Promise<void>;
}>;

/** A stream has left quarantine, or come into it, while its rows were built anew. */
export class QuarantineChanged extends Error {
  override readonly name = 'QuarantineChanged';
}

export const readQuarantine = async (
  database: Queryable,
  projection: string,
): Promise<QuarantineFilter> => {
  const quarantined = await quarantinedIds(database, projection);
  const isOpen = new Map(quarantined.map(({ id, isOpen: open }) => [id, open]));
  const held = new Set<string>();

  return {
    leaveOut: (records) =>
      isOpen.size === 0
        ? records
        : records.filter(({ id, stream }) => {
            const open = isOpen.get(id);
            if (open === true) held.add(stream);

            return open !== false && !held.has(stream);
          }),
    requireUnchanged: async (queryable) => {
      const now = await quarantinedIds(queryable, projection);
      if (JSON.stringify(now) !== JSON.stringify(quarantined))
        throw new QuarantineChanged(
          'The quarantine has changed while the rows were built; run it again',
        );
    },
  };
};

const quarantinedIds = (database: Queryable, projection: string) =>
  database.query<{ id: string; isOpen: boolean }>(
    `SELECT event_id AS id, resumed_at IS NULL AS "isOpen" FROM projection.parked_events
     WHERE projection = $1 ORDER BY position`,
    [projection],
  );
