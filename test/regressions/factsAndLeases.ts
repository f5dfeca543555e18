import type { Mutant } from '../ports/mutants/mutant.js';

const rebuilds = 'test/projections/rebuild/alone.int.test.ts';

/** Mends of facts that were trusted unread, and of jobs that ran twice at once. */
export const factsAndLeasesRegressions: readonly Mutant[] = [
  {
    behaviour: 'a stream that was cut is not decided on',
    file: 'platform/facts/readFacts.ts',
    from: 'if (gap >= 0) throw new StreamIncomplete(stream, from + gap);',
    to: '',
    suite: 'test/platform/commandHandling/handler/unreadableStream.int.test.ts',
  },
  {
    behaviour: 'a stream whose name only looks like ours is not read',
    file: 'domain/order/streams.ts',
    from: '&& uuid(stream.slice(orderStreamPrefix.length))',
    to: '',
    suite: 'test/projections/projector/projector.int.test.ts',
  },
  {
    behaviour: 'a rebuild empties no table',
    file: 'projections/rebuild/swapBound.ts',
    from: 'wouldEmpty(one) || isLarge(one)',
    to: 'isLarge(one)',
    suite: rebuilds,
  },
  {
    behaviour: 'a rebuild changes no more than it is trusted with',
    file: 'projections/rebuild/swapBound.ts',
    from: 'wouldEmpty(one) || isLarge(one)',
    to: 'wouldEmpty(one)',
    suite: rebuilds,
  },
  {
    behaviour: 'rebuilds run one at a time',
    file: 'projections/rebuild/rebuild.ts',
    from: "runExclusively({ url: options.database.url, lock: 'rebuild' }, () => rebuildAlone(options));",
    to: 'rebuildAlone(options);',
    suite: rebuilds,
  },
];
