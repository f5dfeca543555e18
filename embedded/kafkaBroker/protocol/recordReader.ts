/** Reads the fields of unpacked records one after the other; beyond their end there is nothing. */
export class RecordReader {
  /** Where the next field begins. */
  at = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** A zigzag varint: seven bits a byte, the lowest first, with the sign in the lowest bit. */
  varint(): number {
    let value = 0;
    for (let weight = 1; this.at < this.#bytes.length; weight *= 128) {
      const byte = this.#bytes[this.at] ?? 0;
      this.at += 1;
      value += (byte & 0x7f) * weight;
      if (byte < 128) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }

    return 0;
  }

  /** Goes past bytes with their length before them. Returns it: negative where there are none. */
  skipBytes(): number {
    const length = this.varint();
    this.at += Math.max(0, length);

    return length;
  }
}
