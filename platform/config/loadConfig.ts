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
  if (env['NODE_ENV'] !== 'production') return [];
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
const textOf = ({ variable, alias }: Named, env: NodeJS.ProcessEnv): string => {
  const text = env[variable] ?? '';
  const other = alias === undefined ? '' : (env[alias] ?? '');
  if (text !== '' && other !== '' && text !== other)
    throw new Error(`and ${alias ?? ''} are both set and differ; set one of them`);

  return text === '' ? other : text;
};

type Named = Pick<Variable<unknown>, 'variable' | 'alias'>;

const modeOf = ({ variable, alias }: Named, env: NodeJS.ProcessEnv): Mode => {
  const allowed = list(env['ALLOW_PLAINTEXT'] ?? '');

  return {
    production: env['NODE_ENV'] === 'production',
    plaintextAllowed: allowed.some((name) => name === variable || name === alias),
  };
};
