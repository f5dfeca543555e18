/** However small it was compressed: more is not unpacked. */
export const maxUnpackedBytes = 128 * 1024 * 1024;

/** Bytes that claim to be compressed and cannot be unpacked. */
export class CorruptCompression extends Error {
  override readonly name = 'CorruptCompression';
}

/** What was unpacked so far. Both formats copy from it. */
export class Output {
  #bytes = Buffer.allocUnsafe(64 * 1024);
  #length = 0;

  /** Throws CorruptCompression when `piece` is shorter than `length`. */
  add(piece: Buffer, length = piece.length): void {
    if (piece.length < length) throw new CorruptCompression('The bytes end too early');
    this.#reserve(length);
    piece.copy(this.#bytes, this.#length);
    this.#length += length;
  }

  /** Repeats what lies `distance` bytes back; it may overlap with what it becomes. */
  repeat(distance: number, length: number): void {
    if (distance < 1 || distance > this.#length)
      throw new CorruptCompression(`There is nothing ${distance} bytes back`);
    this.#reserve(length);
    const start = this.#length - distance;
    for (let at = 0; at < length; at += 1)
      this.#bytes[this.#length + at] = this.#bytes[start + at] ?? 0;
    this.#length += length;
  }

  toBuffer(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(length: number): void {
    const needed = this.#length + length;
    if (needed > maxUnpackedBytes) throw new CorruptCompression('It is too large');
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
