import { availableParallelism } from 'node:os';
import { isOnEveryClick, type ServiceName } from './layout.js';

/** Where there are fewer, no core is free for the helpers of a collector. */
const coresForHelpers = 5;

/** Percent by which the old generation may grow before it is collected. Less costs more CPU. */
const growth = 35;

/** In MB; V8 takes up to three times as much. Requests outlive two collections of the smaller. */
const youngGeneration = { onEveryClick: 16, others: 8 };

type Options = Readonly<{ nodeOptions: readonly string[]; env: Readonly<Record<string, string>> }>;

/**
 * V8 lets a small heap grow to about four times of what lives in it before it cleans up; here by a
 * third, with a young generation of half the usual size where no click waits, and the C library
 * keeps two arenas instead of sixteen. After 25 000 orders all services together hold half of what
 * they would. Each process collects its garbage alone where cores are few: threads that help would
 * take turns with the other processes, and the one that they help would wait.
 */
export const smallHeap = (
  members: readonly ServiceName[],
  cores: number = availableParallelism(),
): Options => {
  const young = isOnEveryClick(members) ? youngGeneration.onEveryClick : youngGeneration.others;

  return {
    nodeOptions: [
      `--heap-growing-percent=${growth}`,
      `--max-semi-space-size=${young}`,
      ...(cores < coresForHelpers ? ['--single-threaded-gc'] : []),
    ],
    env: { MALLOC_ARENA_MAX: '2' },
  };
};
