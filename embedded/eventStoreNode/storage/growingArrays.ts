const chunkShift = 16;
const chunkSize = 1 << chunkShift;
const chunkMask = chunkSize - 1;

type NumberArray = Float64Array | Uint32Array;

/**
 * A list of numbers off the heap that grows by chunks: no copy when it grows, 4 or 8 bytes an
 * entry.
 */
class GrowingArray {
  readonly #chunks: NumberArray[] = [];
  readonly #newChunk: () => NumberArray;
  length = 0;

  constructor(newChunk: () => NumberArray) {
    this.#newChunk = newChunk;
  }

  get(index: number): number {
    return this.#chunks[index >>> chunkShift]?.[index & chunkMask] ?? 0;
  }

  set(index: number, value: number): void {
    const chunk = this.#chunks[index >>> chunkShift];
    if (chunk !== undefined) chunk[index & chunkMask] = value;
  }

  push(value: number): void {
    const chunk = this.#chunks[this.length >>> chunkShift] ?? this.#addChunk();
    chunk[this.length & chunkMask] = value;
    this.length += 1;
  }

  #addChunk(): NumberArray {
    const chunk = this.#newChunk();
    this.#chunks.push(chunk);

    return chunk;
  }
}

export type NumberList = Pick<GrowingArray, 'get' | 'set' | 'push' | 'length'>;

export const growingFloats = (): NumberList => new GrowingArray(() => new Float64Array(chunkSize));
export const growingUints = (): NumberList => new GrowingArray(() => new Uint32Array(chunkSize));
