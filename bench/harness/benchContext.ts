import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where a benchmark runs, and what it must not leave behind. */
export type BenchContext = Readonly<{
  /** A folder of its own, removed at the end. */
  folder: string;
  /** A smoke run: every figure once and small, good for nothing but finding out that it works. */
  isQuick: boolean;
  /** Folder for CPU profiles of the services; null unless wanted. */
  profiles: string | null;
  /** How many, where the command says so. */
  buyers: number | null;
  /** A line on stderr while it runs. */
  say: (text: string) => void;
  /** To be called at the end, whatever happens; the last first. */
  atEnd: (stop: () => Promise<unknown>) => void;
}>;

type Options = Pick<BenchContext, 'isQuick' | 'profiles' | 'buyers'> & Readonly<{ name: string }>;

export const openBenchContext = async (
  options: Options,
): Promise<BenchContext & Readonly<{ close: () => Promise<void> }>> => {
  const folder = await mkdtemp(join(tmpdir(), 'quicksale-bench-'));
  const endings: (() => Promise<unknown>)[] = [];

  return {
    ...options,
    folder,
    say: (text) => void process.stderr.write(`  ${options.name}: ${text}\n`),
    atEnd: (stop) => void endings.push(stop),
    close: async () => {
      for (let end = endings.pop(); end !== undefined; end = endings.pop()) await end();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
