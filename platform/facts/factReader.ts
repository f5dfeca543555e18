import type { Event } from '../../domain/decider.js';
import type { EventShapes, VersionsOf } from '../../domain/eventShapes.js';
import type { StoredEvent } from '../eventStore/index.js';
import { UnreadableEvent } from './errors.js';

/**
 * The gate between what a store holds and what a decider folds: returns the record with its data as
 * the domain knows it today. Throws UnreadableEvent.
 */
export type FactReader<E extends Event> = (record: StoredEvent) => StoredEvent<E>;

export const createFactReader = <E extends Event>(shapes: EventShapes<E>): FactReader<E> => {
  const types = new Map<string, VersionsOf<object>>(Object.entries(shapes));

  return (record) => {
    const data = readData(types.get(record.type), record);

    // the shapes vouch for it; the record itself is made anew only by an upcaster
    return (data === record.data ? record : { ...record, data }) as unknown as StoredEvent<E>;
  };
};

const readData = (versions: VersionsOf<object> | undefined, record: StoredEvent): object => {
  if (versions === undefined) throw unreadable(record, 'has a type that is unknown here');
  const version: unknown = record.metadata.schemaVersion;
  const read = typeof version === 'number' ? versions[version] : undefined;
  if (read === undefined) throw unreadable(record, 'has a schema version that is unknown here');
  const data = read(record.data);
  if (data === null) throw unreadable(record, 'has another shape than its schema version');

  return data;
};

const unreadable = ({ stream, revision, type, metadata }: StoredEvent, reason: string) =>
  new UnreadableEvent({ stream, revision, type, version: metadata.schemaVersion }, reason);
