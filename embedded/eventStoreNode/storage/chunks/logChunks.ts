import { countLeading } from '../../../../platform/collections/index.js';
import { type LogFolder } from '../logFolder.js';
import { type ActiveChunk, activeChunk } from './activeChunk.js';
import { type Chunk, isFirst, type SealedChunk } from './chunk.js';
import { chunkName, startInName, wholeTitle } from './chunkTitle.js';

export type ChunkList = {
  /** In the order of their positions, each beginning where the one before it ends. */
  readonly sealed: readonly SealedChunk[];
  readonly active: ActiveChunk;
};

/** What a file is called until it is complete. A start removes what it finds of those. */
export const unfinished = (name: string): string => `${name}${ending}`;

export const isUnfinished = (name: string): boolean =>
  name.endsWith(ending) && startInName(name.slice(0, -ending.length)) !== null;

const ending = '.new';

/** The files of the log: some that are complete, and the one that is written to. */
export class LogChunks {
  readonly folder: LogFolder;
  #sealed: readonly SealedChunk[];
  #active: ActiveChunk;

  constructor(folder: LogFolder, { sealed, active }: ChunkList) {
    this.folder = folder;
    this.#sealed = sealed;
    this.#active = active;
  }

  get active(): ActiveChunk {
    return this.#active;
  }

  get sealed(): readonly SealedChunk[] {
    return this.#sealed;
  }

  /** The chunk in whose range the position lies. */
  at(position: number): Chunk {
    if (position >= this.#active.start) return this.#active;
    const sealed = this.#sealed;
    const begun = countLeading(sealed.length, (at) => (sealed[at]?.start ?? 0) <= position);

    return sealed[Math.max(0, begun - 1)] ?? this.#active;
  }

  /**
   * Ends the active chunk at `end`, where all that is on disk ends, and begins the next one there.
   */
  async roll(end: number): Promise<void> {
    const old = this.#active;
    old.truncate(end);
    // older releases know one file only, and must not take it for the whole log
    if (isFirst(old)) old.file.write(wholeTitle(old.start), 0);
    await old.sync();
    const name = chunkName(end);
    await this.#create(unfinished(name), end);
    this.folder.rename(unfinished(name), name);
    await this.folder.sync();
    this.#active = activeChunk({ name, start: end, file: this.folder.open(name) });
    this.#sealed = [...this.#sealed, { ...old, end }];
  }

  /** The files of the old ones are closed; `by` covers their range. */
  replace(old: readonly SealedChunk[], by: SealedChunk): void {
    const first = old[0];
    this.#sealed = this.#sealed.flatMap((chunk) =>
      chunk === first ? [by] : old.includes(chunk) ? [] : [chunk],
    );
    for (const { file } of old) file.close();
  }

  close(): void {
    for (const { file } of [...this.#sealed, this.#active]) file.close();
  }

  async #create(name: string, start: number): Promise<void> {
    const file = this.folder.open(name);
    try {
      file.truncate(0);
      file.write(wholeTitle(start), 0);
      await file.sync();
    } finally {
      file.close();
    }
  }
}
