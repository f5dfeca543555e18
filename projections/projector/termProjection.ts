import type { EventStore, SubscriptionItem } from '../../platform/eventStore/index.js';
import { localRelayOf } from '../outbox/localRelay.js';
import type { QuarantinedEvent } from '../quarantine/quarantinedEvents.js';
import { releaseStream } from '../quarantine/releaseStream.js';
import type { Term } from './term.js';
import { createProjectEvents, createTermState, type ProjectEventsDeps } from './projectEvents.js';

/** Projects what subscriptions deliver, within one term. */
export type TermProjection = Readonly<{
  /** As it stands after the last batch. */
  term: () => Term;
  project: (items: readonly SubscriptionItem[]) => Promise<void>;
  /**
   * Releases streams that waited in quarantine: all are tried when the term begins, since this
   * may be a release that knows more, later those that are due. Looks once a second at most.
   */
  retryQuarantined: () => Promise<void>;
}>;

type Deps = ProjectEventsDeps & Readonly<{ eventStore: EventStore }>;

const lookEveryMs = 1_000;

/** Up to the position `writtenUpTo` rows may be there already. */
export const createTermProjection = (
  deps: Deps,
  first: Term,
  writtenUpTo = -1n,
): TermProjection => {
  const state = createTermState(deps, writtenUpTo);
  // who projected before may have committed what nobody here was told of
  localRelayOf(deps.database.url)?.readAgain();
  const projectEvents = createProjectEvents(deps, state);
  let term = first;
  let lookedAt = -Infinity;

  const release = async (quarantined: QuarantinedEvent): Promise<void> => {
    const released = await releaseStream(deps, term, quarantined);
    if (released === null) return;
    state.products.keep(released.products);
    state.orders.keep(released.orders);
    const { stream, position, isSkipped } = quarantined;
    const isWaiting = released.stuck !== null;
    deps.logger.warn({ stream, position, isSkipped, isWaiting }, 'a stream leaves quarantine');
  };

  return {
    term: () => term,
    project: async (items) => {
      const events = items.flatMap((item) => (item.kind === 'event' ? [item.event] : []));
      const position = items.reduce((last, item) => later(last, positionOf(item)), term.position);
      if (position === null || (events.length === 0 && position === term.position)) return;
      term = await projectEvents(term, events, position);
    },
    retryQuarantined: async () => {
      await state.held.load();
      if (state.held.isEmpty() || performance.now() - lookedAt < lookEveryMs) return;
      const isFirst = lookedAt === -Infinity;
      lookedAt = performance.now();
      const quarantined = await state.held.refresh();
      for (const one of quarantined) if (isFirst || one.isDue || one.isSkipped) await release(one);
      await state.held.refresh();
    },
  };
};

const positionOf = (item: SubscriptionItem): bigint | null => {
  switch (item.kind) {
    case 'event':
      return item.event.position;
    case 'checkpoint':
      return item.position;
    case 'caughtUp':
      return null;
  }
};

const later = (one: bigint | null, other: bigint | null): bigint | null =>
  one === null || (other !== null && other > one) ? other : one;
