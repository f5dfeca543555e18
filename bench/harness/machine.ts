import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { cpus, hostname, loadavg, release, totalmem } from 'node:os';

const packages = ['@eventstore/db-client', 'kafkajs', 'pg', 'socket.io', 'undici', 'ioredis'];

/** What the figures were measured on. The host's name is hashed: it is nobody's business. */
export const describeMachine = (root: string) => ({
  host: createHash('sha256').update(hostname()).digest('hex').slice(0, 8),
  hashing: hashedPerSecond(),
  cores: cpus().length,
  processor: cpus()[0]?.model ?? 'unknown',
  memoryInGiB: Math.round(totalmem() / 2 ** 30),
  kernel: release(),
  node: process.version,
  versions: Object.fromEntries(
    Object.entries(dependenciesIn(root)).filter(([name]) => packages.includes(name)),
  ),
});

/** MB that one thread hashes in a second: how fast the machine was at that moment. */
const hashedPerSecond = (): number => {
  const block = Buffer.alloc(1_000_000);
  const until = performance.now() + hashingMs;
  let blocks = 0;
  for (; performance.now() < until; blocks += 1) createHash('sha256').update(block).digest();

  return blocks / (hashingMs / 1000);
};

const hashingMs = 200;

/**
 * Processes that wanted a core, on average over the last minute: above the number of cores somebody
 * waited.
 */
export const load = (): number => Math.round((loadavg()[0] ?? NaN) * 100) / 100;

/** Short name of the commit; `+` when files differ from it. */
export const commitOf = (root: string): string => {
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' }).trim();
  try {
    const differs = git('status', '--porcelain', '--untracked-files=no') !== '';

    return `${git('rev-parse', '--short', 'HEAD')}${differs ? '+' : ''}`;
  } catch {
    return 'uncommitted';
  }
};

const dependenciesIn = (root: string): Record<string, string> => {
  const text = readFileSync(`${root}/package.json`, 'utf8');

  return (JSON.parse(text) as { dependencies: Record<string, string> }).dependencies;
};
