// `npm test`: sets the clone up, then format, lint, types, boundaries, what nobody uses, and every
// test. Its last line is the summary.
//   node test/run.mjs                                 everything
//   node test/run.mjs --only-tests <mocha globs…>     these tests alone; takes options of mocha
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWeb, checkNode, installDependencies, root } from '../embedded/commands/setUp.mjs';

const mark = 'QUICKSALE_TEST_RUN';
const runId = randomUUID();

const tool = (name, ...args) => [join(root, 'node_modules', '.bin', name), ...args];

const folders =
  'domain projections services platform contracts operations embedded migrations web test bench'.split(
    ' ',
  );

const checks = {
  format: tool('prettier', '--check', '--log-level', 'warn', '.'),
  lint: tool('eslint', '.', '--max-warnings', '0'),
  types: tool('tsc', '--noEmit'),
  'web types': tool('tsc', '-p', 'web'),
  'web tests': tool('tsc', '-p', 'test/web'),
  boundaries: tool('depcruise', '--config', 'dependency-cruiser.cjs', ...folders),
  unused: tool('knip', '--no-config-hints'),
};

/**
 * Runs one command and returns its failures, none or one. Its output appears when it ends, so that
 * two at once stay readable.
 */
const check = async ([name, [command, ...args]]) => {
  const startedAt = performance.now();
  const { code, output } = await run(command, args, ['pipe', 'pipe']);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? 'ok  ' : 'FAIL'}  ${name.padEnd(12)}${seconds} s\n`);
  if (code !== 0) process.stdout.write(output);

  return code === 0 ? [] : [`FAIL  ${name}\n${output}`];
};

/** `output`: of stdout and stderr; what is piped is kept. */
const run = (command, args, output, env = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, [mark]: runId, ...env },
      stdio: ['ignore', ...output],
    });
    let text = '';
    child.stdout?.on('data', (chunk) => (text += chunk));
    child.stderr?.on('data', (chunk) => (text += chunk));
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output: text }));
  });

/** Two at a time: more would only fight for a small machine. */
const runChecks = async () => {
  const { lint, ...others } = checks;
  const oneAfterTheOther = async (entries) => {
    const results = [];
    for (const entry of entries) results.push(await check(entry));

    return results;
  };
  const results = await Promise.all([
    oneAfterTheOther([['lint', lint]]),
    oneAfterTheOther(Object.entries(others)),
  ]);

  return results.flat();
};

/**
 * Two halves side by side, each a process of its own: these mostly wait for one part, the others
 * start whole systems.
 */
const secondHalf = ['embedded', 'platform', 'ports', 'projections', 'services'];

const halves = () => {
  const folders = readdirSync(join(root, 'test'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const first = folders.filter((name) => !secondHalf.includes(name));

  return [first, secondHalf].map((names) => `test/{${names.join(',')}}/**/*.test.ts`);
};

/** Failures are printed as they happen; what `output` keeps back, when the half has ended. */
const runHalf = async (globs, output) => {
  const counts = join(tmpdir(), `quicksale-counts-${randomUUID()}.json`);
  const reporter = join(root, 'test/support/reporter/countingReporter.cjs');
  const [command, ...args] = tool('mocha', '--exit', '--reporter', reporter, ...globs);
  const env = { QUICKSALE_TEST_COUNTS: counts };
  const { code, output: text } = await run(command, args, [output, 'inherit'], env);
  process.stdout.write(text);
  if (!existsSync(counts))
    return { passed: 0, failed: 1, pending: 0, failures: [`FAIL  ${globs.join(' ')}: no result`] };
  const result = JSON.parse(readFileSync(counts, 'utf8'));
  rmSync(counts);

  return { ...result, failed: code === 0 ? result.failed : Math.max(result.failed, 1) };
};

const runTests = async (given) => {
  if (given.length > 0) return runHalf(given, 'inherit');
  const [systems, parts] = halves();
  const [first, second] = await Promise.all([
    runHalf([systems], 'inherit'),
    runHalf([parts], 'pipe'),
  ]);

  return {
    passed: first.passed + second.passed,
    failed: first.failed + second.failed,
    pending: first.pending + second.pending,
    failures: [...first.failures, ...second.failures],
  };
};

/** Processes that carry this run's mark in their environment, whoever started them. Linux only. */
const survivors = () => {
  if (!existsSync('/proc')) return [];

  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .filter((pid) => readQuietly(`/proc/${pid}/environ`).includes(`${mark}=${runId}`))
    .filter((pid) => !/^\d+ \(.*\) Z/s.test(readQuietly(`/proc/${pid}/stat`)));
};

const readQuietly = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** What a test left running is a failure; it is named, and ended. */
const endSurvivors = async () => {
  const until = performance.now() + 5_000;
  while (survivors().length > 0 && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 100));
  const failures = [];
  for (const pid of survivors()) {
    const command = readQuietly(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
    failures.push(`FAIL  left running: ${pid} ${command}`);
    process.kill(Number(pid), 'SIGKILL');
  }

  return failures;
};

/** Once more at the end, where whoever sees only the last lines finds them. */
const showFailures = (failures) => {
  for (const failure of failures) process.stdout.write(`\n${failure.slice(0, 4_000)}\n`);
};

const [flag, ...given] = process.argv.slice(2);
const onlyTests = flag === '--only-tests';

checkNode();
installDependencies();
buildWeb();
const results = onlyTests ? [] : await runChecks();
const tests = await runTests(given);
const left = await endSurvivors();

const failedChecks = results.flat();
const failures = [...failedChecks, ...tests.failures, ...left];
const passed = tests.passed + results.length - failedChecks.length;
const failed = tests.failed + failedChecks.length + left.length;
const resultFile = process.env.QUICKSALE_RESULT_FILE;
if (resultFile) writeFileSync(resultFile, JSON.stringify({ passed, failed, failures }));
showFailures(failures);
process.stdout.write(
  `\n${passed} passed, ${failed} failed${tests.pending > 0 ? `, ${tests.pending} pending` : ''}\n`,
);
process.exit(failed === 0 ? 0 : 1);
