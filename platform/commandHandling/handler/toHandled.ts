import type { Event } from '../../../domain/decider.js';
import type { StoredEvent, StreamRevision } from '../../eventStore/index.js';
import type { Handled } from '../types.js';
import type { AppendedBatch } from './decideAndAppend.js';
import type { Decision } from './decideBatch.js';

/** Returns one caller's part of what was appended, or the error that its command ended with. */
export const toHandled = <State, E extends Event>(
  appended: AppendedBatch<State>,
  stream: string,
  decision: Decision<State>,
): Handled<State, E> | Readonly<{ error: unknown }> => {
  const { next, events } = appended;
  switch (decision.kind) {
    case 'refused':
      return { error: decision.error };
    case 'nothing':
      return { events: [], state: decision.state, revision: revisionBefore(next + decision.at) };
    case 'events': {
      const { from, count, state } = decision;
      const own = events.slice(from, from + count).map((event, index) => ({
        stream,
        position: appended.position ?? 0n,
        recordedAt: appended.appendedAt,
        revision: next + from + index,
        ...event,
      }));

      return {
        // the batch holds what this handler's decider decided, and nothing else
        events: own as unknown as StoredEvent<E>[],
        state,
        revision: next + from + count - 1,
      };
    }
  }
};

const revisionBefore = (next: number): StreamRevision => (next === 0 ? 'no_stream' : next - 1);
