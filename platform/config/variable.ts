/**
 * What a parser may know beside the text. `plaintextAllowed`: ALLOW_PLAINTEXT names the variable.
 */
export type Mode = Readonly<{ production: boolean; plaintextAllowed: boolean }>;

/**
 * One environment variable. Without `default` it must be set; with `requiredInProduction` the
 * default serves only outside production. An empty text counts as not set.
 */
export type Variable<T> = Readonly<{
  variable: string;
  /** A second name, for environments where the first has another meaning. */
  alias?: string;
  parse: (text: string, mode: Mode) => T;
  default?: T | (() => T);
  requiredInProduction?: boolean;
  /** In production no other secret may be the same. */
  isSecret?: boolean;
  describe: string;
}>;

type ValueOfDefault<D> = D extends () => infer T ? T : D;

type Value<V> =
  | (V extends { parse: (text: string, mode: Mode) => infer T } ? T : never)
  | (V extends { default: infer D } ? ValueOfDefault<D> : never);

export type Schema = Readonly<Record<string, Variable<unknown>>>;

export type Config<S extends Schema> = Readonly<{ [K in keyof S]: Value<S[K]> }>;

/**
 * What several variables must hold together: the sentences that say what is wrong, each beginning
 * with a name.
 */
export type Rule<C> = (config: C, modeOf: (variable: string) => Mode) => readonly string[];
