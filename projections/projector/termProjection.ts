import type { SubscriptionItem } from '../../platform/eventStore/index.js';
import type { Term } from './term.js';
import { createProjectEvents, type ProjectEventsDeps } from './projectEvents.js';

/** Projects what subscriptions deliver, within one term. */
export type TermProjection = Readonly<{
  /** As it stands after the last batch. */
  term: () => Term;
  project: (items: readonly SubscriptionItem[]) => Promise<void>;
}>;

export const createTermProjection = (deps: ProjectEventsDeps, first: Term): TermProjection => {
  const projectEvents = createProjectEvents(deps);
  let term = first;

  return {
    term: () => term,
    project: async (items) => {
      const events = items.flatMap((item) => (item.kind === 'event' ? [item.event] : []));
      const position = items.reduce((last, item) => later(last, positionOf(item)), term.position);
      if (position === null || (events.length === 0 && position === term.position)) return;
      term = await projectEvents(term, events, position);
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
