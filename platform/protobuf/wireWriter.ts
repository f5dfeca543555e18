/**
 * Writes one message in the wire format of protocol buffers from its end to its beginning: the
 * length of a message within it is known when it is written. So what is last in the message is
 * written first. https://protobuf.dev/programming-guides/encoding
 */
export class WireWriter {
  #buffer = Buffer.allocUnsafeSlow(4_096);
  #at = this.#buffer.length;

  /** Forgets what was written, also by whoever threw in the middle of it. */
  begin(): void {
    if (this.#buffer.length > largestKept) this.#buffer = Buffer.allocUnsafeSlow(4_096);
    this.#at = this.#buffer.length;
  }

  /** Returns what was written since `begin`, and keeps none of it. */
  finish(): Buffer {
    const message = Buffer.from(this.#buffer.subarray(this.#at));
    this.begin();

    return message;
  }

  /** What a message that ends here is given to `message` when it is written. */
  end(): number {
    return this.#buffer.length - this.#at;
  }

  /** All that was written since `end` is a message in this field. */
  message(field: number, end: number): void {
    this.#varint(this.#buffer.length - this.#at - end);
    this.#varint(field * 8 + 2);
  }

  bytes(field: number, value: Uint8Array): void {
    this.#room(value.length);
    this.#buffer.set(value, this.#at);
    this.#lengthAndTag(field, value.length);
  }

  text(field: number, value: string, encoding: 'utf8' | 'base64' = 'utf8'): void {
    const length = Buffer.byteLength(value, encoding);
    this.#room(length);
    this.#buffer.write(value, this.#at, length, encoding);
    this.#lengthAndTag(field, length);
  }

  /** A message whose one field is the text. */
  textWithin(field: number, inner: number, value: string): void {
    const end = this.end();
    this.text(inner, value);
    this.message(field, end);
  }

  /** An entry of a map of texts. */
  entry(field: number, key: string, value: string): void {
    const end = this.end();
    this.text(2, value);
    this.text(1, key);
    this.message(field, end);
  }

  /** Throws RangeError for a number below 0, over 2 ** 53 - 1, or with a fraction. */
  uint(field: number, value: number | bigint): void {
    if (value < 0 || (typeof value === 'number' && !Number.isSafeInteger(value)))
      throw new RangeError(`field ${field} cannot be ${value}`);
    if (typeof value === 'number') this.#varint(value);
    else this.#bigVarint(value);
    this.#varint(field * 8);
  }

  #lengthAndTag(field: number, length: number): void {
    this.#varint(length);
    this.#varint(field * 8 + 2);
  }

  #varint(value: number): void {
    let length = 1;
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) length += 1;
    this.#room(length);
    let rest = value;
    for (let place = this.#at; place < this.#at + length - 1; place += 1) {
      this.#buffer[place] = (rest % 0x80) + 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[this.#at + length - 1] = rest;
  }

  #bigVarint(value: bigint): void {
    if (value <= Number.MAX_SAFE_INTEGER) {
      this.#varint(Number(value));

      return;
    }
    const parts: number[] = [];
    for (let rest = value; rest > 0n; rest >>= 7n) parts.push(Number(rest & 0x7fn));
    this.#room(parts.length);
    parts.forEach((bits, index) => {
      this.#buffer[this.#at + index] = index < parts.length - 1 ? bits + 0x80 : bits;
    });
  }

  /** Moves as many bytes towards the beginning. */
  #room(bytes: number): void {
    if (this.#at < bytes) {
      const written = this.#buffer.length - this.#at;
      const larger = Buffer.allocUnsafeSlow(2 * (written + bytes));
      this.#buffer.copy(larger, larger.length - written, this.#at);
      this.#buffer = larger;
      this.#at = larger.length - written;
    }
    this.#at -= bytes;
  }
}

/** In bytes: one huge message must not keep its memory. */
const largestKept = 64 * 1_024;
