import type { Mutant } from '../ports/mutants/mutant.js';

const reads = 'test/services/orders/bugsInReads.unit.test.ts';

/** Mends of bugs that were 500, and of what grew without a bound in bytes. */
export const bugsAndBoundsRegressions: readonly Mutant[] = [
  {
    behaviour: 'a product that cannot be folded is no 500',
    file: 'services/orders/products/foldProduct.ts',
    from: 'foldOrRefuse(stream, () => events.filter(isNew).reduce(evolveProduct, row))',
    to: 'events.filter(isNew).reduce(evolveProduct, row)',
    suite: reads,
  },
  {
    behaviour: 'an order that cannot be shown is no 500',
    file: 'services/orders/readSide/orderResource.ts',
    from: 'foldOrRefuse(orderStream(order.orderId), () => fromView(toView(order)))',
    to: 'fromView(toView(order))',
    suite: reads,
  },
  {
    behaviour: 'what is written and cannot be shown is not said to be unwritten',
    file: 'services/orders/readSide/orOutcomeUnknown.ts',
    from: "throw new OutcomeUnknown('It is written, and cannot be shown', { cause: error });",
    to: 'throw error;',
    suite: reads,
  },
  {
    behaviour: 'a database that takes no writes, or has lost its tables, is no 500',
    file: 'platform/postgres/errors.ts',
    from: '/^(08|25006|25P03|28|3D|3F|40|42501|42703|42883|42P01|53|55|57|58|XX)/',
    to: '/^(08|53|57P0|57014|25P03)/',
    suite: 'test/platform/postgres/errors.unit.test.ts',
  },
  {
    behaviour: 'an event without an object in it is shown',
    file: 'services/operations/streams/streamEvent.ts',
    from: 'if (!isRecord(data)) return [];',
    to: '',
    suite: 'test/services/operations/streamEvent.unit.test.ts',
  },
  {
    behaviour: 'a cache is bounded in bytes',
    file: 'platform/concurrency/lru.ts',
    from: 'young.size < size && !scales.areFull()',
    to: 'young.size < size',
    suite: 'test/platform/concurrency/lru.unit.test.ts',
  },
  {
    behaviour: 'a state that has grown is weighed again',
    file: 'platform/commandHandling/handler/commandHandler.ts',
    from: 'else if (streams.get(stream) === one) streams.set(stream, one);',
    to: '',
    suite: 'test/platform/commandHandling/handler/commandHandler.int.test.ts',
  },
];
