/** A request that violates the protocol. Its connection is closed, as Kafka does. */
export class MalformedRequest extends Error {
  override readonly name = 'MalformedRequest';
}

/** Far more than this broker has; one request must not hold up the others, or fill the memory. */
const mostEntries = 10_000;

/**
 * Reads Kafka's primitive types from a frame in order. Throws MalformedRequest beyond its end, and
 * when all its arrays together have more than `mostEntries`.
 */
export class Reader {
  readonly #bytes: Buffer;
  #at = 0;
  #entries = 0;
  #isFlexible = false;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** What follows is in the compact form of newer versions: lengths are varints, plus one. */
  beFlexible = (): void => {
    this.#isFlexible = true;
  };

  /** Skips the tagged fields at the end of a structure, which only newer versions have. */
  tags = (): void => {
    if (!this.#isFlexible) return;
    for (let left = this.#counted(this.#varint()); left > 0; left -= 1) {
      this.#varint();
      this.#advance(this.#varint());
    }
  };

  int8 = (): number => this.#bytes.readInt8(this.#advance(1));

  int16 = (): number => this.#bytes.readInt16BE(this.#advance(2));

  int32 = (): number => this.#bytes.readInt32BE(this.#advance(4));

  /** Offsets, timestamps and producer ids stay far below 2^53. */
  int64 = (): number => Number(this.#bytes.readBigInt64BE(this.#advance(8)));

  boolean = (): boolean => this.int8() !== 0;

  /** In the form that Kafka shows: base64 for addresses. */
  uuid = (): string => {
    const start = this.#advance(16);

    return this.#bytes.toString('base64url', start, start + 16);
  };

  nullableString = (): string | null => {
    const length = this.#isFlexible ? this.#varint() - 1 : this.int16();
    if (length < 0) return null;
    const start = this.#advance(length);

    return this.#bytes.toString('utf8', start, start + length);
  };

  string = (): string => this.nullableString() ?? '';

  nullableBytes = (): Buffer | null => {
    const length = this.#length();
    if (length < 0) return null;
    const start = this.#advance(length);

    return this.#bytes.subarray(start, start + length);
  };

  bytes = (): Buffer => this.nullableBytes() ?? Buffer.alloc(0);

  nullableArray = <T>(readItem: () => T): T[] | null => {
    const count = this.#length();
    if (count < 0) return null;

    return Array.from({ length: this.#counted(count) }, readItem);
  };

  array = <T>(readItem: () => T): T[] => this.nullableArray(readItem) ?? [];

  /** The same of structures, each with its tagged fields behind it. */
  nullableStructures = <T>(readFields: () => T): T[] | null =>
    this.nullableArray(() => {
      const fields = readFields();
      this.tags();

      return fields;
    });

  structures = <T>(readFields: () => T): T[] => this.nullableStructures(readFields) ?? [];

  /** The one place that bounds the lists of all requests, nested ones included. */
  #counted(entries: number): number {
    this.#entries += entries;
    if (entries > this.left || this.#entries > mostEntries)
      throw new MalformedRequest(`A request has ${this.#entries} entries`);

    return entries;
  }

  #length(): number {
    return this.#isFlexible ? this.#varint() - 1 : this.int32();
  }

  /** Seven bits a byte, the lowest first. */
  #varint(): number {
    let value = 0;
    for (let weight = 1; weight < 2 ** 35; weight *= 128) {
      const byte = this.#bytes.readUInt8(this.#advance(1));
      value += (byte & 0x7f) * weight;
      if (byte < 128) return value;
    }
    throw new MalformedRequest('A length has no end');
  }

  #advance(length: number): number {
    if (length > this.left) throw new MalformedRequest(`${length - this.left} bytes are missing`);
    const start = this.#at;
    this.#at += length;

    return start;
  }
}
