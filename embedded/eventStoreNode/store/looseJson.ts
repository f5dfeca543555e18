/** A value as it was written: whole numbers are bigints, so that none is rounded. */
export type LooseValue =
  null | boolean | bigint | number | string | readonly LooseValue[] | LooseObject;
export type LooseObject = ReadonlyMap<string, LooseValue>;

class Malformed extends Error {}

/**
 * Reads a JSON object as leniently as EventStoreDB reads metadata: single quotes, names without
 * quotes, a comma too many, and anything behind the closing brace are good. Null for what is no
 * object.
 */
export const parseLooseObject = (text: string): LooseObject | null => {
  const reader = new Reader(text);
  try {
    return reader.peek() === '{' ? reader.object() : null;
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
};

export const isLooseObject = (value: LooseValue | undefined): value is LooseObject =>
  value instanceof Map;

export const toJson = (value: LooseValue): string => {
  if (isLooseObject(value)) {
    return `{${[...value].map(([key, one]) => `${JSON.stringify(key)}:${toJson(one)}`).join(',')}}`;
  }
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`;

  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
};

const bareName = /[A-Za-z_$][\w$]*/y;
const literal = /true|false|null/y;
const numeral = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;
const quoted = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/sy;
const blank = /\s*/y;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The next character that is no blank. */
  peek(): string {
    this.#take(blank);

    return this.#text[this.#at] ?? '';
  }

  object(): LooseObject {
    const entries = new Map<string, LooseValue>();
    this.#expect('{');
    while (this.peek() !== '}') {
      const key = this.#key();
      this.#expect(':');
      entries.set(key, this.#value());
      if (this.peek() !== '}') this.#expect(',');
    }
    this.#at += 1;

    return entries;
  }

  #array(): readonly LooseValue[] {
    const values: LooseValue[] = [];
    this.#expect('[');
    while (this.peek() !== ']') {
      values.push(this.#value());
      if (this.peek() !== ']') this.#expect(',');
    }
    this.#at += 1;

    return values;
  }

  #key(): string {
    const next = this.peek();

    return next === '"' || next === "'" ? this.#string() : this.#required(bareName);
  }

  #value(): LooseValue {
    const next = this.peek();
    if (next === '{') return this.object();
    if (next === '[') return this.#array();
    if (next === '"' || next === "'") return this.#string();
    if (next === '-' || /\d/.test(next)) return toNumber(this.#required(numeral));

    return JSON.parse(this.#required(literal)) as null | boolean;
  }

  #string(): string {
    const text = this.#required(quoted);
    const inner = text.slice(1, -1).replace(/\\'|(\\.)|"/gs, unquoted);
    try {
      return JSON.parse(`"${inner}"`) as string;
    } catch {
      throw new Malformed();
    }
  }

  #expect(character: string): void {
    if (this.peek() !== character) throw new Malformed();
    this.#at += 1;
  }

  #required(pattern: RegExp): string {
    const found = this.#take(pattern);
    if (found === '') throw new Malformed();

    return found;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ''] = pattern.exec(this.#text) ?? [];
    this.#at += found.length;

    return found;
  }
}

/** The part of a text between single quotes as it stands between double ones. */
const unquoted = (found: string, escape: string | undefined): string => {
  if (found === "\\'") return "'";

  return escape ?? '\\"';
};

const toNumber = (text: string): bigint | number =>
  /^-?\d+$/.test(text) ? BigInt(text) : Number(text);
