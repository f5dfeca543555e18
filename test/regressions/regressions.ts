import type { Mutant } from '../ports/mutants/mutant.js';

/** Mends of faults: each is taken out, and `suite` goes red. */
export const regressions: readonly Mutant[] = [
  {
    behaviour: 'a row of a product counts only when it is as young as a known end of the log',
    file: 'services/orders/products/rowAge.ts',
    from: 'checkpoint !== null && head <= checkpoint',
    to: 'checkpoint !== null || head < 0n',
    suite: 'test/services/orders/projectorAway.int.test.ts',
  },
  {
    behaviour: 'a row that is too old is not used',
    file: 'services/orders/products/productCache.ts',
    from: 'performance.now() - dated.asOf > freshForMs',
    to: 'dated.asOf > performance.now()',
    suite: 'test/services/orders/productCache.unit.test.ts',
  },
  {
    behaviour: 'a product is folded anew when the store lacks the last event of its row',
    file: 'services/orders/products/foldProduct.ts',
    from: 'events.length === 0 && base !== null',
    to: 'events.length < 0 && base !== null',
    suite: 'test/services/orders/foldProduct.int.test.ts',
  },
  {
    behaviour: 'a key that another process may still place is not refused',
    file: 'services/orders/readSide/keyLookup.ts',
    from: 'AND expires_at > now()',
    to: 'AND expires_at < now()',
    suite: 'test/services/orders/lateAppend.int.test.ts',
  },
  {
    behaviour: 'an unknown outcome keeps its key open',
    file: 'services/orders/placements/openPlacements.ts',
    from: 'if (error instanceof OutcomeUnknown) placement.unknownAt = performance.now();',
    to: '',
    suite: 'test/services/orders/openPlacements.unit.test.ts',
  },
  {
    behaviour: 'a repeat that could not be sent says nothing of the attempt before it',
    file: 'services/orders/useCases/placeOrder.ts',
    from: 'return isOpen ? orUnknown(answer) : answer;',
    to: 'return isOpen ? answer : answer;',
    suite: 'test/services/orders/openKey.unit.test.ts',
  },
  {
    behaviour: 'the last event that is known of a stream is still there',
    file: 'platform/commandHandling/handler/streamState.ts',
    from: 'if (known === start) requireSame(start, events[0]);',
    to: '',
    suite: 'test/platform/commandHandling/handler/coldStream.int.test.ts',
  },
  {
    behaviour: 'a snapshot of another history is not used',
    file: 'platform/commandHandling/handler/streamState.ts',
    from: 'if (known === start) requireSame(start, events[0]);',
    to: '',
    suite: 'test/platform/commandHandling/snapshots/snapshots.int.test.ts',
  },
  {
    behaviour: 'a snapshot that names no event is not used',
    file: 'platform/commandHandling/snapshots/postgresSnapshotStore.ts',
    from: 'AND event_id IS NOT NULL',
    to: '',
    suite: 'test/platform/commandHandling/snapshots/snapshots.int.test.ts',
  },
  {
    behaviour: 'all who want a cold stream share its read',
    file: 'platform/commandHandling/handler/streamState.ts',
    from: '(this.#shared ??= coalesceNext(() => this.#readOn()))()',
    to: 'this.#readOn()',
    suite: 'test/platform/commandHandling/handler/coldStream.int.test.ts',
  },
  {
    behaviour: 'a checkpoint names an event of this log',
    file: 'projections/projector/sameLog.ts',
    from: 'if (found === eventId) return;',
    to: 'if (found !== undefined) return;',
    suite: 'test/projections/projector/sameLog.int.test.ts',
  },
];
