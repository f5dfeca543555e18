/** Reads the fields of unpacked records one after the other; beyond their end there is nothing. */
export class RecordReader {
  /** Where the next field begins. */
  at = 0;
  /** Whether a number was cut off, or longer than any may be. */
  isMalformed = false;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /**
   * A zigzag varint: seven bits a byte, the lowest first, with the sign in the lowest bit. Returns
   * 0 for a malformed one. A number of 32 bits has at most five bytes, one of 64 bits ten.
   */
  varint(mostBytes = 5): number {
    let value = 0;
    let weight = 1;
    for (let left = mostBytes; left > 0 && this.at < this.#bytes.length; left -= 1) {
      const byte = this.#bytes[this.at] ?? 0;
      this.at += 1;
      value += (byte & 0x7f) * weight;
      weight *= 128;
      if (byte < 128) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
    this.isMalformed = true;

    return 0;
  }

  /** A number of 64 bits, such as a time. */
  longVarint(): number {
    return this.varint(10);
  }

  /** Goes past bytes with their length before them. Returns it: negative where there are none. */
  skipBytes(): number {
    const length = this.varint();
    this.at += Math.max(0, length);

    return length;
  }
}
