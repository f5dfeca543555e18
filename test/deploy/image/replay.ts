import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readText, root } from '../../architecture/repository.js';
import { instructionsOf, stages } from './dockerfile.js';

/** What .dockerignore lets into the build: it begins with everything, and lists what is not. */
export const buildContext = (): readonly string[] =>
  readText('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1))
    .filter((path) => existsSync(join(root, path)));

const copy = (paths: readonly string[], from: string, to: string): void => {
  mkdirSync(to, { recursive: true });
  for (const path of paths) cpSync(join(from, path), join(to, path), { recursive: true });
};

/** Does in `folder` what the stage `build` does: copies, and runs its commands. */
export const replayBuild = (folder: string): void => {
  for (const { name, text } of stages.get('build') ?? []) {
    if (name === 'COPY') copyInto(text, folder);
    if (name === 'RUN') runIn(text, folder);
  }
};

const copyInto = (text: string, folder: string): void => {
  const sources = text.split(' ').slice(0, -1);
  copy(sources[0] === '.' ? buildContext() : sources, root, folder);
};

const runIn = (command: string, folder: string): void => {
  const { status, stdout, stderr } = spawnSync('sh', ['-ec', command], {
    cwd: folder,
    encoding: 'utf8',
    env: cleanEnvironment(),
  });
  if (status !== 0) throw new Error(`${command} ended with ${status}:\n${stdout}\n${stderr}`);
};

/** Nothing of a surrounding npm run. */
const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_(ENV|OPTIONS)$/i.test(name)),
  );

/** Copies to `image` what the stage `run` takes from the stage `build`. */
export const replayRun = (built: string, image: string): void => {
  const taken = instructionsOf('run', 'COPY').map((text) => {
    const [, path = ''] = /^--from=build \/app\/(\S+) /.exec(text) ?? [];

    return path;
  });
  copy(taken, built, image);
};
