import { list } from './parsers.js';
import type { Config, Mode, Schema, Variable } from './variable.js';

/** Names every variable that is wrong, one per line; values are never repeated. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration is wrong: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

/** Reads the schema's variables once. Throws one ConfigError that lists all wrong ones by name. */
export const loadConfig = <S extends Schema>(schema: S, env: NodeJS.ProcessEnv): Config<S> => {
  const problems: string[] = [];
  const entries = Object.entries(schema).map(([key, variable]) => {
    try {
      return [key, valueOf(variable, env)] as const;
    } catch (error) {
      problems.push(`${variable.variable} ${error instanceof Error ? error.message : 'is wrong'}`);

      return [key, undefined] as const;
    }
  });
  if (problems.length > 0) throw new ConfigError(problems);

  return Object.freeze(Object.fromEntries(entries)) as Config<S>;
};

const valueOf = (variable: Variable<unknown>, env: NodeJS.ProcessEnv): unknown => {
  const mode = modeOf(variable, env);
  const text = env[variable.variable] ?? '';
  if (text !== '') return variable.parse(text, mode);
  if (!('default' in variable)) throw new Error(`is missing (${variable.describe})`);
  if (mode.production && variable.requiredInProduction === true)
    throw new Error(`is missing, production has no default (${variable.describe})`);

  return typeof variable.default === 'function'
    ? (variable.default as () => unknown)()
    : variable.default;
};

const modeOf = ({ variable }: Variable<unknown>, env: NodeJS.ProcessEnv): Mode => ({
  production: env['NODE_ENV'] === 'production',
  plaintextAllowed: list(env['ALLOW_PLAINTEXT'] ?? '').includes(variable),
});
