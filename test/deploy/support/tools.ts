import { spawnSync } from 'node:child_process';

/** Programs that `.ci/tools` installs. */
export type Tool =
  | 'actionlint'
  | 'hadolint'
  | 'kubernetes-validate'
  | 'kustomize'
  | 'nginx'
  | 'prometheus'
  | 'promtool';

const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` };

const hasTool = (name: Tool): boolean =>
  spawnSync('sh', ['-c', `command -v ${name}`], { env }).status === 0;

/** Ends the hook or test, and says so, where one of the programs is not on this machine. */
export const needTools = (context: Mocha.Context, ...names: readonly Tool[]): void => {
  const missing = names.filter((name) => !hasTool(name));
  if (missing.length === 0) return;
  process.stdout.write(`      needs ${missing.join(' and ')}, see .ci/tools: not run\n`);
  context.skip();
};

export type Ran = Readonly<{ code: number | null; output: string }>;

/** Runs one of them to its end; `output` is what it wrote to both streams. */
export const runTool = (name: Tool, args: readonly string[], cwd?: string): Ran => {
  const options = {
    env,
    encoding: 'utf8',
    maxBuffer: 1e8,
    ...(cwd !== undefined && { cwd }),
  } as const;
  const { status, stdout, stderr } = spawnSync(name, args, options);

  return { code: status, output: stdout + stderr };
};
