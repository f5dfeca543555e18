import fs, { cpSync, mkdirSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join, relative } from 'node:path';

type Call = (...args: never[]) => unknown;
type Patched = Record<string, Call>;

/** Calls of node:fs that change something. */
const changing = [
  'ftruncateSync',
  'mkdirSync',
  'openSync',
  'renameSync',
  'rmSync',
  'unlinkSync',
  'writeFileSync',
  'writeSync',
];

export type LeftBehind<Note> = Readonly<{
  /** A copy of the folder as a process would have left it that was killed there. */
  copy: string;
  step: string;
  note: Note;
}>;

type Options<Note> = Readonly<{
  folder: string;
  /** Where the copies go. */
  copies: string;
  /** Called at every step, for what the test wants to know of that moment. */
  note: () => Note;
}>;

/**
 * Runs `work` and returns what `folder` looked like before every change of a file in it, and, where
 * bytes are written, in the middle of them: what a kill -9 there would leave to the next start.
 */
export const killedAtEveryStep = async <Note>(
  { folder, copies, note }: Options<Note>,
  work: () => Promise<void>,
): Promise<LeftBehind<Note>[]> => {
  const steps: LeftBehind<Note>[] = [];
  const paths = new Map<number, string>();
  let isCopying = false;

  const keep = (step: string): string => {
    const copy = join(copies, String(steps.length));
    mkdirSync(copy, { recursive: true });
    cpSync(folder, copy, { recursive: true });
    steps.push({ copy, step, note: note() });

    return copy;
  };
  const keepTorn = (step: string, path: string, bytes: Buffer): void => {
    const copy = keep(`in the middle of ${step}`);
    fs.appendFileSync(join(copy, relative(folder, path)), bytes.subarray(0, bytes.length / 2));
  };
  const before = (name: string, args: readonly unknown[]): void => {
    const path = pathOf(paths, args[0]);
    if (path?.startsWith(folder) !== true || isCopying) return;
    isCopying = true;
    const step = `${name} ${relative(folder, path)}`;
    if (name !== 'openSync' || args[1] !== 'r') keep(step);
    if (name === 'writeSync') keepTorn(step, path, args[1] as Buffer);
    if (name === 'writeFileSync') keepTorn(step, path, Buffer.from(args[1] as Buffer));
    isCopying = false;
  };
  const restore = patch((name, call) => (...args: never[]) => {
    before(name, args);
    const result = call(...args);
    if (name === 'openSync') paths.set(result as number, String(args[0]));

    return result;
  });
  try {
    await work();
    keep('the end');
  } finally {
    restore();
    // what Node itself loaded meanwhile goes on calling what stood there
    isCopying = true;
  }

  return steps;
};

const pathOf = (paths: ReadonlyMap<number, string>, subject: unknown): string | undefined =>
  typeof subject === 'number' ? paths.get(subject) : String(subject);

const patch = (wrap: (name: string, call: Call) => Call): (() => void) => {
  const module = fs as unknown as Patched;
  const originals = changing.flatMap((name) => {
    const call = module[name];

    return call === undefined ? [] : [[name, call] as const];
  });
  for (const [name, call] of originals) module[name] = wrap(name, call);
  syncBuiltinESMExports();

  return () => {
    for (const [name, call] of originals) module[name] = call;
    syncBuiltinESMExports();
  };
};
