import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDeadline } from '../../platform/lifecycle/index.js';
import { drawProfiles } from '../profile/drawProfiles.js';
import type { Bench, Outcome } from './bench.js';
import { commitOf, describeMachine, load } from './machine.js';
import { median, spread } from './statistics.js';
import { isMet, toTable } from './table.js';
import { openWorkplace } from './workplace.js';

type Options = Readonly<{ root: string; isQuick: boolean; profiles: string | null }>;

type Ran = Readonly<{ bench: Bench; outcome: Outcome; load: readonly [number, number] }>;

/**
 * Runs them one after the other, prints a table each, and writes bench/results/<date>-<commit>.json after each,
 * with a flame graph per process that was profiled.
 */
export const runBenches = async (benches: readonly Bench[], options: Options): Promise<void> => {
  const run = { startedAt: new Date(), commit: commitOf(options.root) };
  const ran: Ran[] = [];
  for (const bench of benches) {
    process.stdout.write(`\n${bench.name}: ${bench.question}\n`);
    const before = load();
    const outcome = await runOne(bench, options);
    ran.push({ bench, outcome, load: [before, load()] });
    process.stdout.write(`${toTable(outcome)}\n`);
    if (!options.isQuick) write(ran, options, run);
  }
};

const runOne = async (bench: Bench, { isQuick, profiles }: Options): Promise<Outcome> => {
  const workplace = await openWorkplace({ name: bench.name, isQuick, profiles });
  try {
    return await withDeadline(bench.run(workplace), bench.limit * 60_000, bench.name);
  } finally {
    await workplace.close();
  }
};

type Run = Readonly<{ startedAt: Date; commit: string }>;

const write = (ran: readonly Ran[], { root, profiles }: Options, run: Run): void => {
  const { startedAt, commit } = run;
  const folder = join(root, 'bench', 'results');
  const time = startedAt.toISOString().slice(0, 16).replace(':', '');
  const benches = ran.map(toResult);
  const result = { startedAt, commit, machine: describeMachine(root), benches };
  mkdirSync(folder, { recursive: true });
  const name = join(folder, `${time}-${commit.replace('+', '-changed')}`);
  writeFileSync(`${name}.json`, `${JSON.stringify(result, null, 2)}\n`);
  if (profiles !== null) drawProfiles(profiles, name);
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
