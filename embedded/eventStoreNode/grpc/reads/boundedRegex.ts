import { createContext, Script } from 'node:vm';

/** An expression that would have held up everybody. */
export class EndlessRegex extends Error {}

/** So many are over in 0.1 s at most; a look at the clock would take as long as thousands. */
const fewSteps = 10_000_000;

/** How long one expression may hold the thread at once, ms, and which part of all time. */
const burstMs = 250;
const share = 0.1;
/** So long an honest one may take for a text, beside others that want the CPU, ms. */
const freeMs = 1;

/** Only code in a context of its own can be ended from outside. */
const place: { regex: RegExp; text: string } = { regex: /^/, text: '' };
const context = createContext(place);
const script = new Script('regex.test(text)');

/**
 * A regular expression that gives up. What takes few steps whatever the text is runs as it is;
 * the rest is watched by a clock, which costs about 0.05 ms for each text.
 */
export class BoundedRegex {
  readonly #regex: RegExp;
  readonly #steps: (length: number) => number;
  #leftMs = burstMs;
  #countedAt = performance.now();

  /** `steps` says how many a text of that length takes at most. */
  constructor(regex: RegExp, steps: (length: number) => number) {
    this.#regex = regex;
    this.#steps = steps;
  }

  /** Throws EndlessRegex when the time is used up. */
  test(text: string): boolean {
    return this.#steps(text.length) <= fewSteps ? this.#regex.test(text) : this.#watched(text);
  }

  #watched(text: string): boolean {
    const start = performance.now();
    this.#leftMs = Math.min(this.#leftMs + (start - this.#countedAt) * share, burstMs);
    Object.assign(place, { regex: this.#regex, text });
    try {
      const timeout = Math.max(Math.ceil(this.#leftMs), 1);

      return script.runInContext(context, { timeout }) === true;
    } catch (error) {
      throw new EndlessRegex(`it takes too long for a text of ${text.length} characters`, {
        cause: error,
      });
    } finally {
      this.#countedAt = performance.now();
      this.#leftMs -= Math.max(this.#countedAt - start - freeMs, 0);
      place.text = '';
    }
  }
}
