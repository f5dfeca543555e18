import { list } from './parsers.js';
import { modeVariables } from './process.js';
import type { Config, Mode, Rule, Schema, Variable } from './variable.js';

/** Names every variable that is wrong, one per line; values are never repeated. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration is wrong: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

/**
 * Reads the schema's variables once; `rules` see the whole, once each of them is right by itself.
 * Throws one ConfigError that lists all wrong ones by name.
 */
export const loadConfig = <S extends Schema>(
  schema: S,
  env: NodeJS.ProcessEnv,
  rules: readonly Rule<Config<S>>[] = [],
): Config<S> => {
  const { problems: wrongModes } = read(modeVariables, env);
  const { config, problems } = read(schema, env);
  refuse([...wrongModes, ...problems, ...sharedSecrets(schema, env)]);
  refuse(rules.flatMap((rule) => rule(config, (variable) => modeOf({ variable }, env))));

  return Object.freeze(config);
};

const refuse = (problems: readonly string[]): void => {
  if (problems.length > 0) throw new ConfigError(problems);
};

const read = <S extends Schema>(schema: S, env: NodeJS.ProcessEnv) => {
  const problems: string[] = [];
  const entries = Object.entries(schema).map(([key, variable]) => {
    try {
      return [key, valueOf(variable, env)] as const;
    } catch (error) {
      problems.push(`${variable.variable} ${error instanceof Error ? error.message : 'is wrong'}`);

      return [key, undefined] as const;
    }
  });

  return { config: Object.fromEntries(entries) as Config<S>, problems };
};

/** Whoever learns one secret must not know another. */
const sharedSecrets = (schema: Schema, env: NodeJS.ProcessEnv): string[] => {
  if (!isProduction(env)) return [];
  const names = Object.values(schema).flatMap(({ variable, isSecret }) =>
    isSecret === true && (env[variable] ?? '') !== '' ? [variable] : [],
  );

  return names.flatMap((name, index) =>
    names
      .slice(0, index)
      .filter((other) => env[other]?.trim() === env[name]?.trim())
      .map((other) => `${name} is the same as ${other}; every secret is one of its own`),
  );
};

const valueOf = (variable: Variable<unknown>, env: NodeJS.ProcessEnv): unknown => {
  const mode = modeOf(variable, env);
  const text = textOf(variable, env);
  if (text !== '') return variable.parse(text, mode);
  if (!('default' in variable)) throw new Error(`is missing (${variable.describe})`);
  if (mode.production && variable.requiredInProduction === true)
    throw new Error(`is missing, production has no default (${variable.describe})`);

  return typeof variable.default === 'function'
    ? (variable.default as () => unknown)()
    : variable.default;
};

/** Of either name; an empty text when neither is set. */
const textOf = ({ variable, alias, isSecret }: Named, env: NodeJS.ProcessEnv): string => {
  const read = isSecret === true || variable === 'NODE_ENV' ? verbatim : trimmed;
  const text = read(env[variable]);
  const other = alias === undefined ? '' : read(env[alias]);
  if (text !== '' && other !== '' && text !== other)
    throw new Error(`and ${alias ?? ''} are both set and differ; set one of them`);

  return text === '' ? other : text;
};

/** Without the blanks and line breaks that files and editors leave around a value. */
const trimmed = (text = ''): string => withoutQuotes(text.trim());

/**
 * Of a secret every character counts, and of NODE_ENV, which libraries read by themselves; unless
 * there are only blanks.
 */
const verbatim = (text = ''): string => (text.trim() === '' ? '' : withoutQuotes(text));

/** Quotes that a shell or a file did not take off would be part of the value. */
const withoutQuotes = (text: string): string => {
  if (/^(["'`]).*\1$|^[“”„‘’«»]/s.test(text.trim()))
    throw new Error('is in quotes, which would be part of it; take them off');

  return text;
};

type Named = Pick<Variable<unknown>, 'variable' | 'alias' | 'isSecret'>;

const modeOf = ({ variable, alias }: Named, env: NodeJS.ProcessEnv): Mode => {
  const allowed = list(env['ALLOW_PLAINTEXT'] ?? '');

  return {
    production: isProduction(env),
    plaintextAllowed: allowed.some((name) => name === variable || name === alias),
  };
};

const isProduction = (env: NodeJS.ProcessEnv): boolean => env['NODE_ENV']?.trim() === 'production';
