import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createContext, runInContext, Script } from 'node:vm';
import * as chai from 'chai';
import * as fastCheck from 'fast-check';
import ts from 'typescript';

/** Runs the tests on sources held in memory; files stay as they are. */
export type Sandbox = Readonly<{
  /** The first test that fails when `file` has `source`, or null when all pass. */
  firstFailure: (change?: Readonly<{ file: string; source: string }>) => string | null;
}>;

type ModuleBody = (...parts: readonly unknown[]) => void;
type Test = Readonly<{ title: string; body: () => void }>;

const packages: Readonly<Record<string, object>> = { chai, 'fast-check': fastCheck };

export const createSandbox = (
  root: string,
  testFiles: readonly string[],
  deadlineMs = 10_000,
): Sandbox => {
  const compiled = new Map<string, ModuleBody>();

  const bodyOf = (file: string, change: Change): ModuleBody => {
    if (change?.file === file) return compile(file, change.source);
    const body = compiled.get(file) ?? compile(file, readFileSync(join(root, file), 'utf8'));
    compiled.set(file, body);

    return body;
  };

  return {
    firstFailure: (change) =>
      withDeadline(() => {
        const tests: Test[] = [];
        const load = createLoader((file) => bodyOf(file, change), collectInto(tests));
        try {
          for (const file of testFiles) load(file);
        } catch (error) {
          return `loading: ${String(error)}`;
        }

        return tests.find(fails)?.title ?? null;
      }, deadlineMs),
  };
};

type Change = Readonly<{ file: string; source: string }> | undefined;

/**
 * Just enough of CommonJS: relative imports of TypeScript files, and the packages that the tests
 * use.
 */
const createLoader = (bodyOf: (file: string) => ModuleBody, globals: readonly unknown[]) => {
  const loaded = new Map<string, object>();

  const load = (file: string): object => {
    const known = loaded.get(file);
    if (known !== undefined) return known;
    const module = { exports: {} };
    loaded.set(file, module.exports);
    const requireFrom = (specifier: string): object =>
      packages[specifier] ?? load(resolveFrom(file, specifier));
    bodyOf(file)(module.exports, requireFrom, ...globals);

    return module.exports;
  };

  return load;
};

const resolveFrom = (file: string, specifier: string): string => {
  const target = resolve('/', dirname(file), specifier.replace(/\.js$/, '.ts')).slice(1);
  if (!specifier.startsWith('.')) throw new Error(`The sandbox knows no package ${specifier}`);

  return target;
};

const compile = (file: string, source: string): ModuleBody => {
  const { outputText } = ts.transpileModule(source, {
    fileName: file,
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.CommonJS },
  });
  const code = `((exports, require, describe, it) => {${outputText}\n})`;

  return new Script(code, { filename: file }).runInThisContext() as ModuleBody;
};

const collectInto = (tests: Test[]): readonly unknown[] => {
  const path: string[] = [];
  const describe = (title: string, body: () => void): void => {
    path.push(title);
    body();
    path.pop();
  };
  const it = (title: string, body: () => void): void => {
    tests.push({ title: [...path, title].join(' › '), body });
  };

  return [describe, it];
};

const fails = ({ body }: Test): boolean => {
  try {
    body();

    return false;
  } catch {
    return true;
  }
};

/** A mutant may loop for ever: whatever runs longer counts as a failure. */
const withDeadline = (work: () => string | null, timeout: number): string | null => {
  try {
    return runInContext('work()', createContext({ work }), { timeout }) as string | null;
  } catch (error) {
    return `deadline: ${String(error)}`;
  }
};
