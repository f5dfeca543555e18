/** Every name that was ever written to has a number, from 0 on. */
export class StreamNames {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];

  get count(): number {
    return this.#names.length;
  }

  numberOf(name: string): number | undefined {
    return this.#numbers.get(name);
  }

  nameOf(number: number): string {
    return this.#names[number] ?? '';
  }

  /** Returns the number of the new name. */
  add(name: string): number {
    const number = this.#names.push(name) - 1;
    this.#numbers.set(name, number);

    return number;
  }
}
