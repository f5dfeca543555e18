import type { Mutant } from '../ports/mutants/mutant.js';
import { fieldRegressions } from './field.js';
import { bugsAndBoundsRegressions } from './bugsAndBounds.js';
import { factsAndLeasesRegressions } from './factsAndLeases.js';
import { quarantineRegressions } from './quarantine.js';

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
    behaviour: 'the end of the log is told when what the node took before is on the disk',
    file: 'embedded/eventStoreNode/grpc/reads/read.ts',
    from: 'if (isFromTheEnd(request)) await store.writer.whenSettled();',
    to: 'if (isFromTheEnd(request)) await Promise.resolve();',
    suite: 'test/embedded/eventStoreNode/slowDisk.int.test.ts',
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
  {
    behaviour: 'a bridge that was paused sends nothing more',
    file: 'platform/messaging/client/socketFactory.ts',
    from: 'if (mayWrite()) return write(...args);',
    to: 'return write(...args);',
    suite: 'test/services/bridge/pausedBridge.int.test.ts',
  },
  {
    behaviour: 'the lock of a paused leader is free after 5 s',
    file: 'platform/postgres/session.ts',
    from: 'const idleTimeoutMs = 5000;',
    to: 'const idleTimeoutMs = 50_000;',
    suite: 'test/services/bridge/pausedBridge.int.test.ts',
  },
  {
    behaviour: 'a paused transaction holds its rows for no longer than 5 s',
    file: 'platform/postgres/clientConfig.ts',
    from: 'const idleInTransactionMs = 5_000;',
    to: 'const idleInTransactionMs = 50_000;',
    suite: 'test/platform/postgres/pausedTransaction.int.test.ts',
  },
  {
    behaviour: 'a name is released by its claim alone',
    file: 'domain/productName/rules/releasing.ts',
    from: '&& revision === data.token',
    to: '',
    suite: 'test/services/inventory/productNames.int.test.ts',
  },
  {
    behaviour: 'a name is given away only when its product cannot take it any more',
    file: 'domain/inventory/evolve.ts',
    from: "event.type === 'NameClaimRevoked' ? { ...product, version: product.version + 1 } : product",
    to: 'product',
    suite: 'test/services/inventory/productNames.int.test.ts',
  },
  {
    behaviour: 'a key in use stays published',
    file: 'services/auth/signingKeys/publishedKeys.ts',
    from: 'SET retired_at = excluded.retired_at',
    to: 'SET kid = excluded.kid',
    suite: 'test/services/auth/signingKeys/keyLease.int.test.ts',
  },
  ...factsAndLeasesRegressions,
  ...quarantineRegressions,
  ...fieldRegressions,
  ...bugsAndBoundsRegressions,
];
