import { BoundedRegex } from './boundedRegex.js';
import { anchors, classes, literalInSet, property, quotedOutside } from './dotNetEscapes.js';
import { RegexGroups } from './regexGroups.js';
import { refusePart } from './unsupportedRegex.js';

/**
 * Compiles a regular expression of .NET, as EventStoreDB's filters are. What JavaScript writes
 * otherwise is translated; what it lacks is refused by name: nothing silently matches nothing.
 * Throws UnsupportedRegex, or SyntaxError.
 */
export const compileDotNetRegex = (source: string): BoundedRegex => {
  const [opening = '', options = ''] = /^\(\?([imsnx]+)\)/.exec(source) ?? [];
  const groups = new RegexGroups();
  const translated = new Translator(source.slice(opening.length), options, groups).translate();
  const regex = new RegExp(translated, `v${options.replace(/[msnx]/g, '')}`);

  return new BoundedRegex(regex, (length) => groups.steps(length, source.length));
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
  [/\\[pP]\{\w+\}/y, property],
  [/\\[wds]/y, (part) => `[${classes[part.slice(1)] ?? ''}]`],
  [/\\[WDS]/y, (part) => `[^${classes[part.slice(1).toLowerCase()] ?? ''}]`],
  [/\\[AzZbB]/y, (part) => `(?:${anchors[part.slice(1)] ?? ''})`],
  ...numbers,
  [/\\0[0-7]*|\\\w|\\$/y, refusePart],
  [/\\./sy, quotedOutside],
  [/[{}\]]/y, withBackslash],
  [/[\s\S]/y, asItIs],
];

/** One character of a set, or a class in it. */
const insideSet: readonly Rule[] = [
  [/\\[pP]\{\w+\}/y, property],
  [/\\[wds]/y, (part) => classes[part.slice(1)] ?? ''],
  [/\\[WDS]/y, (part) => `[^${classes[part.slice(1).toLowerCase()] ?? ''}]`],
  ...numbers,
  [/\\b/y, asItIs],
  [/\\[0-7]+|\\\w/y, refusePart],
  [/\\./sy, (part) => literalInSet(part.slice(1))],
  [/\[:\w+:\]/y, refusePart],
  [/[\s\S]/y, literalInSet],
];

/** What options change: only a line feed ends a line, whatever JavaScript takes for an end. */
const rulesOfLines = (options: string): readonly Rule[] => {
  const ofLines = options.includes('m');

  return [
    [/\^/y, ofLines ? '(?<=\\n|(?<![\\s\\S]))' : asItIs],
    [/\$/y, ofLines ? '(?=\\n|(?![\\s\\S]))' : `(?:${anchors['Z'] ?? ''})`],
    [/\./y, options.includes('s') ? '[\\s\\S]' : '[^\\n]'],
  ];
};

/** What begins a group, of its own kind or one that captures. */
const openingsOf = (groups: RegexGroups, options: string): readonly Rule[] => {
  const capturesAll = !options.includes('n');

  return [
    [/\(\?#[^)]*\)/y, ''],
    [/\(\?(?:[:=!]|<[=!])/y, (part) => groups.begin(part, null)],
    [
      /\(\?(?:<[A-Za-z_]\w*>|'[A-Za-z_]\w*')/y,
      (part) => groups.begin(part.replace(/'(\w+)'/, '<$1>'), { name: part.slice(3, -1) }),
    ],
    [/\(\?.{0,2}/y, refusePart],
    [/\(/y, () => (capturesAll ? groups.begin('(', { name: null }) : groups.begin('(?:', null))],
  ];
};

const rulesOfGroups = (groups: RegexGroups, options: string): readonly Rule[] => [
  ...openingsOf(groups, options),
  [/\)/y, () => groups.end()],
  [/\|/y, () => groups.alternative()],
  [/(?:[*+?]|\{\d+(?:,\d*)?\})\??/y, (part) => groups.repeat(part)],
  [/\\k<\w+>|\\[1-9]\d*/y, (part) => groups.refer(part)],
];

/** For what stands outside of sets, by the letters of the options. */
const outsideSets = (groups: RegexGroups, options: string): readonly Rule[] => [
  ...(options.includes('x') ? [blanksAndComments] : []),
  ...rulesOfLines(options),
  ...rulesOfGroups(groups, options),
  ...outside,
];

class Translator {
  readonly #source: string;
  readonly #rules: readonly Rule[];
  readonly #groups: RegexGroups;
  #at = 0;

  constructor(source: string, options: string, groups: RegexGroups) {
    this.#source = source;
    this.#groups = groups;
    this.#rules = outsideSets(groups, options);
  }

  translate(): string {
    let translated = '';
    while (this.#at < this.#source.length) {
      const part = this.#startsWith('[') ? this.#set() : this.#apply(this.#rules);
      this.#groups.passed(part);
      translated += part;
    }

    return translated;
  }

  /** A set may have another one subtracted: `[a-z-[aeiou]]`. */
  #set(): string {
    const opening = this.#startsWith('[^') ? '[^' : '[';
    this.#at += opening.length;
    let members = this.#member();
    let subtracted = '';
    while (!this.#startsWith(']')) {
      if (this.#at >= this.#source.length) throw new SyntaxError('A character class has no end');
      if (this.#startsWith('-[')) {
        this.#at += 1;
        subtracted = `--${this.#set()}`;
      } else members += this.#member();
    }
    this.#at += 1;
    const set = `${opening}${members}]`;

    return subtracted === '' ? set : `[${set}${subtracted}]`;
  }

  /** A class, a character or a range; behind a range or a class a hyphen is a character. */
  #member(): string {
    const isClass = this.#isAtClass();
    const from = this.#apply(insideSet);
    if (isClass || !/^-[^\][]/s.test(this.#source.slice(this.#at, this.#at + 2))) return from;
    this.#at += 1;
    if (this.#isAtClass()) throw new SyntaxError('A range ends with a character');

    return `${from}-${this.#apply(insideSet)}`;
  }

  #isAtClass(): boolean {
    return /^\\[pPwdsWDS]/.test(this.#source.slice(this.#at, this.#at + 2));
  }

  #startsWith(text: string): boolean {
    return this.#source.startsWith(text, this.#at);
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
