import { refusePart } from './unsupportedRegex.js';

type Capture = { readonly name: string | null; isOpen: boolean; isCertain: boolean };

type Group = {
  readonly opening: string;
  /** Of the captures: with that of the group itself, and without it. */
  readonly first: number;
  readonly inner: number;
  /** Of the captures: where the alternative begins that is being read. */
  alternative: number;
  alternatives: number;
  /** Whether it can take the same text in several ways. */
  isVariable: boolean;
};

const groupAt = (opening: string, first: number, inner: number): Group => ({
  opening,
  first,
  inner,
  alternative: inner,
  alternatives: 1,
  isVariable: false,
});

/** How often a quantifier takes what stands before it. */
const boundsOf = (quantifier: string): { readonly least: number; readonly most: number } => {
  const [, least = '', comma = '', most = ''] = /^\{(\d+)(,?)(\d*)/.exec(quantifier) ?? [];
  if (least === '') {
    return {
      least: quantifier.startsWith('+') ? 1 : 0,
      most: quantifier.startsWith('?') ? 1 : Infinity,
    };
  }

  return { least: Number(least), most: comma === '' ? Number(least) : Number(most || Infinity) };
};

/**
 * The groups of an expression while it is read from left to right. Refuses references on which
 * JavaScript and .NET do not agree, and counts in how many ways the expression can be tried.
 */
export class RegexGroups {
  readonly #captures: Capture[] = [];
  readonly #open: Group[] = [];
  #innermost = groupAt('', 0, 0);
  /** The group that ends directly before what is read next. */
  #closed: Group | null = null;
  #choices = 1;
  #repetitions = 0;
  /** What exact quantifiers come to, one in the other. */
  #fixed = 1;
  #isNested = false;

  /** `captured` is null for a group that captures nothing. */
  begin(opening: string, captured: { readonly name: string | null } | null): string {
    const first = this.#captures.length;
    const name = captured?.name ?? null;
    if (name !== null && this.#indexOf(name) >= 0) refusePart(`${opening} a second time`);
    if (captured !== null) this.#captures.push({ name, isOpen: true, isCertain: true });
    this.#open.push(this.#innermost);
    this.#innermost = groupAt(opening, first, this.#captures.length);

    return opening;
  }

  /** At `|`: what was captured before it may not be there behind the group. */
  alternative(): string {
    const group = this.#innermost;
    this.#doubt(group.alternative);
    group.alternative = this.#captures.length;
    group.alternatives += 1;
    group.isVariable = true;

    return '|';
  }

  end(): string {
    const group = this.#innermost;
    const outer = this.#open.pop();
    // one too many: JavaScript says so
    if (outer === undefined) return ')';
    if (group.alternatives > 1) this.#doubt(group.alternative);
    if (group.opening.endsWith('!')) this.#doubt(group.inner);
    for (const capture of this.#captures.slice(group.first, group.inner)) capture.isOpen = false;
    this.#choices *= group.alternatives;
    outer.isVariable ||= group.isVariable;
    this.#innermost = outer;
    this.#closed = group;

    return ')';
  }

  /** At `*`, `+`, `?` or `{…}`, with what makes it lazy. */
  repeat(quantifier: string): string {
    const { least, most } = boundsOf(quantifier);
    const group = this.#closed;
    if (group !== null && least === 0) this.#doubt(group.first);
    if (most > 1 && group?.isVariable === true) this.#isNested = true;
    if (least === most) this.#fixed *= Math.max(most, 1);
    if (least !== most) {
      this.#innermost.isVariable = true;
      if (most === 1) this.#choices *= 2;
      else this.#repetitions += 1;
    }

    return quantifier;
  }

  /** Throws UnsupportedRegex where the group may not have matched: .NET fails there. */
  refer(part: string): string {
    const name = part.startsWith('\\k') ? part.slice(3, -1) : null;
    const index = name === null ? Number(part.slice(1)) - 1 : this.#indexOf(name);
    const capture = this.#captures[index];
    if (capture === undefined) return refusePart(part);
    // .NET counts groups with a name behind the others
    const isAmong = name === null && this.#captures.some((other) => other.name !== null);
    if (isAmong) return refusePart(`${part} beside groups with names`);
    if (capture.isOpen || !capture.isCertain || this.#isBehind(index)) {
      return refusePart(`${part} where its group may not have matched`);
    }
    this.#repetitions += 1;

    // a digit that follows does not belong to it
    return `(?:${part})`;
  }

  /** To be told what everything that is read becomes. */
  passed(text: string): void {
    if (text !== '' && text !== ')') this.#closed = null;
  }

  /**
   * How many steps a text of so many characters takes at most, about, by an expression of so many;
   * Infinity: nobody knows. Each try goes over as much of the text as is named, however often.
   */
  steps(length: number, sourceLength: number): number {
    const choices = this.#choices * this.#innermost.alternatives;
    const perTry = Math.min(length, sourceLength * this.#fixed);

    return this.#isNested
      ? Infinity
      : choices * Math.max(length, 1) ** (this.#repetitions + 1) * Math.max(perTry, 1);
  }

  /** Whether the group stands in a look-behind that is not over: it is read from its end. */
  #isBehind(number: number): boolean {
    return [...this.#open, this.#innermost].some(
      ({ opening, first }) => opening.startsWith('(?<') && /[=!]$/.test(opening) && first <= number,
    );
  }

  #indexOf(name: string): number {
    return this.#captures.findIndex((capture) => capture.name === name);
  }

  #doubt(from: number): void {
    for (const capture of this.#captures.slice(from)) capture.isCertain = false;
  }
}
