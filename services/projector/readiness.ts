import type { EventStore } from '../../platform/eventStore/index.js';
import type { HttpAppOptions } from '../../platform/http/index.js';
import type { Database } from '../../platform/postgres/index.js';
import { NotReady } from '../../platform/process/index.js';
import { mainProjection } from '../../projections/projector/checkpoint.js';
import type { Projector } from '../../projections/projector/projector.js';
import {
  lastSkipped,
  openEvents,
  type SkippedEvent,
} from '../../projections/quarantine/quarantinedEvents.js';

type Deps = Readonly<{ database: Database; eventStore: EventStore; projector: Projector }>;

/** What `/ready` of the projector says: others go on while a stream waits in quarantine. */
export const readinessOf = ({
  database,
  eventStore,
  projector,
}: Deps): Pick<HttpAppOptions, 'readiness' | 'informative' | 'notes'> => ({
  readiness: {
    postgres: database.ping,
    eventStore: eventStore.ping,
    projection: () => requireGoing(projector),
  },
  informative: { quarantine: () => requireNoneHeld(database) },
  notes: async () => ({ skipped: (await lastSkipped(database, mainProjection)).map(toText) }),
});

const requireGoing = (projector: Projector): Promise<void> => {
  const reason = projector.halted();

  if (reason !== null) return Promise.reject(new NotReady(reason));

  return projector.hasBegun() ? Promise.resolve() : Promise.reject(new Error('it begins'));
};

const requireNoneHeld = async (database: Database): Promise<void> => {
  const [first, ...others] = await openEvents(database, mainProjection);
  if (first === undefined) return;
  const { stream, position, error } = first;
  const behind = others.length === 0 ? '' : ` (and ${others.length} others)`;
  throw new NotReady(`${stream} waits at position ${position}${behind}: ${error}`);
};

const toText = ({ position, stream, type, reason }: SkippedEvent): string =>
  `${type} at position ${position} (${stream}): ${reason}`;
