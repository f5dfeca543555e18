import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Setting, parseDotEnv } from './dotEnv.js';
import { inherited } from './inherited.js';
import { meantName, misspeltName } from './names.js';

type Options = Readonly<{
  /** Changed: it gets what `.env` holds, and loses what must not be inherited. */
  env: NodeJS.ProcessEnv;
  /** Where `.env` may lie. */
  folder: string;
  /** Names of all variables of QuickSale. */
  known: readonly string[];
  /** Takes a sentence about what has no effect. */
  say: (sentence: string) => void;
}>;

const file = '.env';

/**
 * Makes an environment of that of a shell and of `.env`; what the shell sets wins. Throws a
 * sentence for the user when `.env` cannot be understood, or holds a misspelt name, and when the
 * shell misspells the address of a server.
 */
export const prepareEnvironment = ({ env, folder, known, say }: Options): void => {
  refuseMisspelt(env, known);
  for (const { name, value, line } of readDotEnv(folder)) {
    const meant = meantName(name, known);
    if (meant !== null)
      throw new Error(
        `${file}, line ${line}: ${name} is not a variable of QuickSale; did you mean ${meant}?`,
      );
    if (!known.includes(name)) say(`${file}: ${name} is not a variable of QuickSale`);
    env[name] ??= value;
  }
  sayWithoutEffect(env, known, say);
  tidy(env, known);
  const left = inherited(env);
  for (const name of Object.keys(env))
    if (!(name in left) && name !== ofTheLauncher) Reflect.deleteProperty(env, name);
  Object.assign(env, left);
};

/** By which it knows that it has to end with npm. */
const ofTheLauncher = 'npm_lifecycle_event';

/** Without them embedded servers are started, and written to. */
const decisive = [
  'EVENTSTORE_URL',
  'QUICKSALE_EVENTSTORE_URL',
  'KAFKA_BROKERS',
  'DATABASE_URL',
  'REDIS_URL',
  'QUICKSALE_DATA',
];

const refuseMisspelt = (env: NodeJS.ProcessEnv, known: readonly string[]): void => {
  for (const [name, value = ''] of Object.entries(env)) {
    const meant = misspeltName(name, known);
    if (meant === null || !decisive.includes(meant) || value === '') continue;
    if ((env[meant] ?? '') !== '') continue;
    throw new Error(
      `${name} is not a variable of QuickSale; did you mean ${meant}? Set that, or unset ${name}`,
    );
  }
};

const sayWithoutEffect = (
  env: NodeJS.ProcessEnv,
  known: readonly string[],
  say: Options['say'],
): void => {
  for (const [name, value = ''] of Object.entries(env)) {
    const meant = meantName(name, known);
    if (meant !== null) say(`${name} is not a variable of QuickSale; ${meant} is`);
    if (decisive.includes(name) && value.trim() === '')
      say(`${name} is set, but empty: it counts as not set`);
  }
};

/** An empty value counts as none, and blanks around one are no part of it, except of a secret. */
const tidy = (env: NodeJS.ProcessEnv, known: readonly string[]): void => {
  for (const name of known) {
    const value = env[name];
    if (value === undefined) continue;
    if (value.trim() === '') Reflect.deleteProperty(env, name);
    else if (!/PASSWORD|SECRET|KEY/.test(name)) env[name] = value.trim();
  }
};

const readDotEnv = (folder: string): readonly Setting[] => {
  const path = join(folder, file);

  return existsSync(path) ? parseDotEnv(readFileSync(path), file) : [];
};
