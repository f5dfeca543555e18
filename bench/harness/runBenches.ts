import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTimeout } from '../../platform/concurrency/index.js';
import { drawProfiles } from '../profile/drawProfiles.js';
import type { Bench, Outcome } from './bench.js';
import { commitOf, describeMachine, load } from './machine.js';
import { median, spread } from './statistics.js';
import { isMet, toTable } from './table.js';
import { openBenchContext } from './benchContext.js';

type Options = Readonly<{
  root: string;
  isQuick: boolean;
  profiles: string | null;
  buyers: number | null;
}>;

type Ran = Readonly<{ bench: Bench; outcome: Outcome; load: readonly [number, number] }>;

/**
 * Runs them one after the other, prints a table each, and writes bench/results/<date>-<commit>.json
 * after each; at the end beside it a flame graph per process that was profiled.
 */
export const runBenches = async (benches: readonly Bench[], options: Options): Promise<void> => {
  const { root, isQuick, profiles } = options;
  const run = { startedAt: new Date(), commit: commitOf(root) };
  const ran: Ran[] = [];
  for (const bench of benches) {
    process.stdout.write(`\n${bench.name}: ${bench.question}\n`);
    const before = load();
    const outcome = await runOne(bench, options);
    ran.push({ bench, outcome, load: [before, load()] });
    process.stdout.write(`${toTable(outcome)}\n`);
    if (!isQuick) write(ran, root, run);
  }
  if (!isQuick && profiles !== null) drawProfiles(profiles, nameOf(run, root));
};

const runOne = async (bench: Bench, options: Options): Promise<Outcome> => {
  const context = await openBenchContext({ ...options, name: bench.name });
  try {
    return await withTimeout(bench.run(context), bench.limit * 60_000, bench.name);
  } finally {
    await context.close();
  }
};

type Run = Readonly<{ startedAt: Date; commit: string }>;

/** Path of a run's results, without an ending. */
const nameOf = ({ startedAt, commit }: Run, root: string): string => {
  const time = startedAt.toISOString().slice(0, 16).replace(':', '');

  return join(root, 'bench', 'results', `${time}-${commit.replace('+', '-changed')}`);
};

const write = (ran: readonly Ran[], root: string, run: Run): void => {
  const { startedAt, commit } = run;
  const benches = ran.map(toResult);
  const result = { startedAt, commit, machine: describeMachine(root), benches };
  mkdirSync(join(root, 'bench', 'results'), { recursive: true });
  writeFileSync(`${nameOf(run, root)}.json`, `${JSON.stringify(result, null, 2)}\n`);
};

const toResult = ({ bench: { name, question }, outcome, load: [before, after] }: Ran) => ({
  name,
  question,
  load: { before, after },
  settings: outcome.settings,
  figures: outcome.figures.map((figure) => ({
    ...figure,
    median: median(figure.rounds),
    spread: spread(figure.rounds),
    ...(figure.floor !== undefined && { met: isMet(figure) }),
  })),
  remarks: outcome.remarks ?? [],
});
