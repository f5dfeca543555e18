import type { Event } from './decider.js';
import type { Shape } from './shapes.js';

/** Returns the data of an event as it is known today, null when it has another shape. */
export type ReadData<Data> = (data: unknown) => Data | null;

/** How each schema version of one type of event is read. */
export type VersionsOf<Data> = Readonly<Record<number, ReadData<Data>>>;

/** Every type of event of an aggregate, with the versions of it that may lie in a stream. */
export type EventShapes<E extends Event> = {
  readonly [Type in E['type']]: VersionsOf<Extract<E, Event<Type>>['data']>;
};

/** A version whose data is what the domain works with. */
export const asStored =
  <Data>(isData: Shape<Data>): ReadData<Data> =>
  (data) =>
    isData(data) ? data : null;

/** An older version, brought up to what the domain works with. */
export const upcast =
  <Old, Data>(isOld: Shape<Old>, upcaster: (old: Old) => Data): ReadData<Data> =>
  (data) =>
    isOld(data) ? upcaster(data) : null;
