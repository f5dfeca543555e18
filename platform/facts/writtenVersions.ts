import type { Event } from '../../domain/decider.js';
import type { EventShapes } from '../../domain/eventShapes.js';

/** Returns the schema version that an event of a type is written with: the newest that is known. */
export type VersionOf<E extends Event> = (type: E['type']) => number;

export const createVersionOf = <E extends Event>(shapes: EventShapes<E>): VersionOf<E> => {
  const newest = new Map(
    Object.entries<object>(shapes).map(([type, versions]) => [
      type,
      Math.max(...Object.keys(versions).map(Number)),
    ]),
  );

  return (type) => {
    const version = newest.get(type);
    if (version === undefined) throw new TypeError(`${type} has no schema version`);

    return version;
  };
};
