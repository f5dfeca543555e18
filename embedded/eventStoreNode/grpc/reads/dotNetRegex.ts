import { anchors, classes, literalInSet, property, quotedOutside } from './dotNetEscapes.js';
import { refusePart } from './unsupportedRegex.js';

/**
 * Compiles a regular expression of .NET, as EventStoreDB's filters are. What JavaScript writes
 * otherwise is translated; what it lacks is refused by name: nothing silently matches nothing.
 * Throws UnsupportedRegex, or SyntaxError.
 */
export const compileDotNetRegex = (source: string): RegExp => {
  const [opening = '', options = ''] = /^\(\?([imsnx]+)\)/.exec(source) ?? [];
  const translated = new Translator(source.slice(opening.length), options).translate();

  return new RegExp(translated, `v${options.replace(/[msnx]/g, '')}`);
};

/** What a part becomes: a text, or what a function makes of the part. */
type Rule = readonly [RegExp, string | ((part: string) => string)];

const asItIs = (part: string): string => part;
const withBackslash = (part: string): string => `\\${part}`;

const blanksAndComments: Rule = [/\s+|#[^\n]*/y, ''];

const numbers: readonly Rule[] = [
  [/\\x[\da-fA-F]{2}|\\u[\da-fA-F]{4}|\\c[A-Za-z]|\\[fnrtv]/y, asItIs],
  [/\\a/y, '\\x07'],
  [/\\e/y, '\\x1b'],
];

const outside: readonly Rule[] = [
  [/\(\?#[^)]*\)/y, ''],
  [/\(\?(?:[:=!]|<[=!]|<[A-Za-z_]\w*>)|\((?!\?)/y, asItIs],
  [/\(\?'[A-Za-z_]\w*'/y, (part) => part.replace(/'(\w+)'/, '<$1>')],
  [/\(\?.{0,2}/y, refusePart],
  [/\\[pP]\{\w+\}/y, property],
  [/\\[wds]/y, (part) => `[${classes[part.slice(1)] ?? ''}]`],
  [/\\[WDS]/y, (part) => `[^${classes[part.slice(1).toLowerCase()] ?? ''}]`],
  [/\\[AzZbB]/y, (part) => `(?:${anchors[part.slice(1)] ?? ''})`],
  ...numbers,
  [/\\k<\w+>|\\[1-9]\d?/y, asItIs],
  [/\\\w|\\$/y, refusePart],
  [/\\./sy, quotedOutside],
  [/\{\d+(?:,\d*)?\}/y, asItIs],
  [/[{}\]]/y, withBackslash],
  [/[\s\S]/y, asItIs],
];

const insideSet: readonly Rule[] = [
  [/\\[pP]\{\w+\}/y, property],
  [/\\[wds]/y, (part) => classes[part.slice(1)] ?? ''],
  [/\\[WDS]/y, (part) => `[^${classes[part.slice(1).toLowerCase()] ?? ''}]`],
  ...numbers,
  [/\\b/y, asItIs],
  [/\\\w/y, refusePart],
  [/\\./sy, (part) => literalInSet(part.slice(1))],
  [/(?<=[^[^])-(?=[^\][])/y, asItIs],
  [/[\s\S]/y, literalInSet],
];

/** What options change: only a line feed ends a line, whatever JavaScript takes for an end. */
const rulesOf = ({ ofLines, ofOneLine }: Readonly<Record<string, boolean>>): readonly Rule[] => [
  [/\^/y, ofLines ? '(?<=\\n|(?<![\\s\\S]))' : asItIs],
  [/\$/y, ofLines ? '(?=\\n|(?![\\s\\S]))' : `(?:${anchors['Z'] ?? ''})`],
  [/\./y, ofOneLine ? '[\\s\\S]' : '[^\\n]'],
];

class Translator {
  readonly #source: string;
  readonly #rules: readonly Rule[];
  #at = 0;

  constructor(source: string, options: string) {
    this.#source = source;
    this.#rules = [
      ...(options.includes('x') ? [blanksAndComments] : []),
      ...rulesOf({ ofLines: options.includes('m'), ofOneLine: options.includes('s') }),
      ...outside,
    ];
  }

  translate(): string {
    let translated = '';
    while (this.#at < this.#source.length) {
      translated += this.#source[this.#at] === '[' ? this.#set() : this.#apply(this.#rules);
    }

    return translated;
  }

  /** A set may have another one subtracted: `[a-z-[aeiou]]`. */
  #set(): string {
    const opening = this.#source.startsWith('[^', this.#at) ? '[^' : '[';
    this.#at += opening.length;
    let members = this.#apply(insideSet);
    let subtracted = '';
    while (this.#source[this.#at] !== ']') {
      if (this.#at >= this.#source.length) throw new SyntaxError('A character class has no end');
      if (this.#source.startsWith('-[', this.#at)) {
        this.#at += 1;
        subtracted = `--${this.#set()}`;
      } else members += this.#apply(insideSet);
    }
    this.#at += 1;
    const set = `${opening}${members}]`;

    return subtracted === '' ? set : `[${set}${subtracted}]`;
  }

  #apply(rules: readonly Rule[]): string {
    for (const [pattern, becomes] of rules) {
      pattern.lastIndex = this.#at;
      const [part] = pattern.exec(this.#source) ?? [];
      if (part === undefined || part === '') continue;
      this.#at += part.length;

      return typeof becomes === 'string' ? becomes : becomes(part);
    }
    throw new SyntaxError('The expression ends too early');
  }
}
