/**
 * Reads one message in the wire format of protocol buffers, field by field, without copying.
 * https://protobuf.dev/programming-guides/encoding
 */
export class WireReader {
  /** Number of the field that was come to. */
  field = 0;
  readonly #bytes: Buffer;
  readonly #end: number;
  #at: number;
  #type = 0;

  constructor(bytes: Buffer, begin = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = begin;
    this.#end = end;
  }

  /** Comes to the next field, which must be read or skipped then. False at the end. */
  next(): boolean {
    if (this.#at >= this.#end) return false;
    const tag = this.#number();
    this.field = tag >>> 3;
    this.#type = tag & 7;

    return true;
  }

  /** Throws RangeError where the message ends within the number. */
  uint64(): bigint {
    let [low, middle, high] = [0, 0, 0];
    for (let place = 0; place < 10; place += 1) {
      const byte = this.#byte();
      const bits = byte & 0x7f;
      if (place < 4) low += bits * 2 ** (7 * place);
      else if (place < 8) middle += bits * 2 ** (7 * (place - 4));
      else high += bits * 2 ** (7 * (place - 8));
      if (byte < 0x80) break;
    }
    if (high === 0 && middle < 2 ** 25) return BigInt(middle * 2 ** 28 + low);

    return (BigInt(high) << 56n) + (BigInt(middle) << 28n) + BigInt(low);
  }

  /** A part of the bytes that are read, which must not change. */
  bytes(): Buffer {
    const end = this.#endOfLength();

    return this.#bytes.subarray(this.#passTo(end), end);
  }

  text(): string {
    const end = this.#endOfLength();

    return this.#bytes.toString('utf8', this.#passTo(end), end);
  }

  message(): WireReader {
    const end = this.#endOfLength();

    return new WireReader(this.#bytes, this.#passTo(end), end);
  }

  /** The last value of that field of the message that is here; no bytes where there is none. */
  bytesWithin(field: number): Buffer {
    const message = this.message();
    let bytes = nothing;
    while (message.next())
      if (message.field === field) bytes = message.bytes();
      else message.skip();

    return bytes;
  }

  skip(): void {
    if (this.#type === wireTypes.varint) this.uint64();
    else if (this.#type === wireTypes.bytes) this.#passTo(this.#endOfLength());
    else if (this.#type === wireTypes.fixed64) this.#passTo(this.#at + 8);
    else if (this.#type === wireTypes.fixed32) this.#passTo(this.#at + 4);
    else throw new RangeError(`no wire type ${this.#type}`);
  }

  #byte(): number {
    return this.#bytes[this.#passTo(this.#at + 1)] ?? 0;
  }

  /** A tag or a length: most have one byte. */
  #number(): number {
    const first = this.#byte();
    let number = first & 0x7f;
    for (let [byte, unit] = [first, 0x80]; byte >= 0x80 && unit < 2 ** 35; unit *= 0x80) {
      byte = this.#byte();
      number += (byte & 0x7f) * unit;
    }

    return number;
  }

  #endOfLength(): number {
    const length = this.#number();

    return this.#at + length;
  }

  /** Returns where it was. */
  #passTo(end: number): number {
    const begin = this.#at;
    if (end > this.#end) throw new RangeError('the message ends within a field');
    this.#at = end;

    return begin;
  }
}

const nothing: Buffer = Buffer.alloc(0);

const wireTypes = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;
