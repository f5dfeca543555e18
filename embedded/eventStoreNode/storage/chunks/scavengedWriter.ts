import { frameHeaderSize, openFrame, sealFrame } from '../frame.js';
import { type LogFile } from '../logFile.js';
import { recordLength } from '../record.js';
import { nothingRemaining, positionSize } from './records.js';
import { scavengedTitle, titleSize } from './chunkTitle.js';

const frameSize = 256 * 1024;

/** Writes a scavenged chunk: the title, and frames of the records that are given to it. */
export class ScavengedWriter {
  readonly remaining = nothingRemaining();
  readonly #file: LogFile;
  readonly #end: number;
  #records: Buffer[] = [];
  #size = 0;
  #offset = titleSize;

  constructor(file: LogFile, start: number, end: number) {
    this.#file = file;
    this.#end = end;
    file.truncate(0);
    file.write(scavengedTitle(start, end), 0);
  }

  /** Copies the record. */
  add(bytes: Buffer, offset: number, position: number): void {
    const length = recordLength(bytes, offset);
    const entry = Buffer.allocUnsafe(positionSize + length);
    entry.writeDoubleLE(position, 0);
    bytes.copy(entry, positionSize, offset, offset + length);
    this.remaining.positions.push(position);
    this.remaining.offsets.push(this.#offset + frameHeaderSize + this.#size + positionSize);
    this.#records.push(entry);
    this.#size += entry.length;
    if (this.#size >= frameSize) this.#flush();
  }

  /** Resolves when all of it is on disk. */
  async finish(): Promise<void> {
    this.#flush();
    await this.#file.sync();
  }

  #flush(): void {
    if (this.#size === 0) return;
    const frame = openFrame(this.#size);
    let offset = frameHeaderSize;
    for (const record of this.#records) offset += record.copy(frame, offset);
    this.#file.write(sealFrame(frame, this.#end), this.#offset);
    this.#offset += frame.length;
    this.#records = [];
    this.#size = 0;
  }
}
