import { type ProposedEvent } from '../../storage/record.js';

/** So much may one call hold before no more of it is read, bytes. */
const most = 32 * 1024 * 1024;

/** What objects take beside the bytes in them, about, and characters of a text. */
const objectSize = 1_000;
const characterSize = 2;

/**
 * Reads no more of a call while it holds too much: appends that are being written, and responses
 * that the client does not take.
 */
export class HeldBytes {
  readonly #call: { pause(): unknown; resume(): unknown };
  #bytes = 0;

  constructor(call: { pause(): unknown; resume(): unknown }) {
    this.#call = call;
  }

  take(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > most) this.#call.pause();
  }

  release(bytes: number): void {
    const wasTooMuch = this.#bytes > most;
    this.#bytes -= bytes;
    if (wasTooMuch && this.#bytes <= most) this.#call.resume();
  }
}

/** In memory, metadata and all; MaxAppendSize counts otherwise. */
export const memoryOf = ({ data, metadata, type }: ProposedEvent): number =>
  objectSize + data.length + metadata.length + type.length * characterSize;

/** Of an append or a response, which name their stream. */
export const memoryOfNamed = (stream: string | null): number =>
  objectSize + (stream?.length ?? 0) * characterSize;
