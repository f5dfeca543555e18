/** The bytes of a message, its length before it. In pieces, so that none is copied to join them. */
export type Frame = readonly Buffer[];

const lengthBytes = 4;

/** Values of so many bytes become pieces of their own. */
const leastPiece = 16 * 1024;

/**
 * Writes Kafka's primitive types into a buffer that grows. Every method returns the writer. Large
 * values are not copied: they must stay as they are until the frame is sent.
 */
export class Writer {
  readonly #pieces: Buffer[] = [];
  #bytes = Buffer.allocUnsafe(256);
  #length = lengthBytes;
  #isFlexible = false;

  int8 = (value: number): this => {
    const at = this.#grow(1);
    this.#bytes.writeInt8(value, at);

    return this;
  };

  int16 = (value: number): this => {
    const at = this.#grow(2);
    this.#bytes.writeInt16BE(value, at);

    return this;
  };

  int32 = (value: number): this => {
    const at = this.#grow(4);
    this.#bytes.writeInt32BE(value, at);

    return this;
  };

  int64 = (value: number): this => {
    const at = this.#grow(8);
    this.#bytes.writeBigInt64BE(BigInt(value), at);

    return this;
  };

  boolean = (value: boolean): this => this.int8(value ? 1 : 0);

  /** In the form that Kafka shows: base64 for addresses. */
  uuid = (value: string): this => {
    const at = this.#grow(16);
    this.#bytes.write(value, at, 'base64url');

    return this;
  };

  string = (value: string | null): this => {
    const length = value === null ? -1 : Buffer.byteLength(value);
    if (this.#isFlexible) this.varint(length + 1);
    else this.int16(length);
    if (value === null) return this;
    const at = this.#grow(length);
    this.#bytes.write(value, at, 'utf8');

    return this;
  };

  bytes = (value: Buffer): this => {
    this.#writeLength(value.length);
    if (value.length >= leastPiece) return this.#addPiece(value);
    const at = this.#grow(value.length);
    this.#bytes.set(value, at);

    return this;
  };

  array = <T>(items: readonly T[], writeItem: (item: T) => unknown): this => {
    this.#writeLength(items.length);
    for (const item of items) writeItem(item);

    return this;
  };

  /** Seven bits a byte, the lowest first. */
  varint = (value: number): this => {
    let left = value;
    for (; left >= 128; left = Math.floor(left / 128)) this.int8((left % 128) - 128);

    return this.int8(left);
  };

  /** What follows is in the compact form of newer versions: lengths are varints, plus one. */
  beFlexible = (): this => {
    this.#isFlexible = true;

    return this;
  };

  /** The end of a structure, which in newer versions may have tagged fields; these have none. */
  tags = (): this => (this.#isFlexible ? this.varint(0) : this);

  /** Returns what was written. Nothing may be written after that. */
  toFrame = (): Frame => {
    const frame = [...this.#pieces, this.#bytes.subarray(0, this.#length)];
    frame[0]?.writeInt32BE(frameSize(frame) - lengthBytes, 0);

    return frame;
  };

  #addPiece(value: Buffer): this {
    this.#pieces.push(this.#bytes.subarray(0, this.#length), value);
    this.#bytes = this.#bytes.subarray(this.#length);
    this.#length = 0;

    return this;
  }

  #writeLength(length: number): void {
    if (this.#isFlexible) this.varint(length + 1);
    else this.int32(length);
  }

  /** Returns where the new room begins. Call it first, because it may replace the buffer. */
  #grow(length: number): number {
    const start = this.#length;
    this.#length += length;
    if (this.#length > this.#bytes.length) this.#reserve(this.#length);

    return start;
  }

  #reserve(length: number): void {
    const larger = Buffer.allocUnsafe(Math.max(length, this.#bytes.length * 2));
    this.#bytes.copy(larger);
    this.#bytes = larger;
  }
}

/** In bytes, its length included. */
export const frameSize = (frame: Frame): number =>
  frame.reduce((size, piece) => size + piece.length, 0);
