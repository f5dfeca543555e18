import { randomUUID } from 'node:crypto';
import { type SealedChunk } from '../../storage/chunks/chunk.js';
import { type LogChunks } from '../../storage/chunks/logChunks.js';
import { type EventLog } from '../../storage/eventLog.js';
import { errorText } from '../../../../platform/process/index.js';
import { type Examined, examine } from './deadEvents.js';
import { type KeepingDeps, keepingOf, keepsNoMore } from './keeping.js';
import { rewrite } from './rewrite.js';

export type ScavengeDeps = KeepingDeps & {
  readonly chunks: LogChunks;
  readonly log: EventLog;
  readonly chunkSize: number;
  /** A file was replaced by one that holds less. */
  readonly onReplaced: () => void;
};

export type ScavengeState = {
  /** Empty before the first run. */
  readonly id: string;
  readonly isRunning: boolean;
  /** Files that were looked through, of how many. */
  readonly done: number;
  readonly of: number;
  readonly freedBytes: number;
  readonly removedEvents: number;
  /** Why the last run ended before its time; null where it did not. */
  readonly failure: string | null;
};

const idle: ScavengeState = {
  id: '',
  isRunning: false,
  done: 0,
  of: 0,
  freedBytes: 0,
  removedEvents: 0,
  failure: null,
};

/** A file is rewritten when so much of it is to go. */
const worthwhile = 0.1;

/**
 * Removes from the complete files of the log what no reader of a stream can get any more. Each is
 * written anew beside the old one, synced, and takes its place in one step; adjacent ones that
 * have become small become one. Positions stay.
 */
export class Scavenger {
  readonly #deps: ScavengeDeps;
  readonly #abort = new AbortController();
  #running: Promise<ScavengeState> | null = null;
  #state = idle;

  constructor(deps: ScavengeDeps) {
    this.#deps = deps;
  }

  /** Of the run under way, or of the last one. */
  get state(): ScavengeState {
    return this.#state;
  }

  /**
   * Resolves to what was done, with the run that is under way already if there is one. For `all` it
   * ends the file that is written to first, so that whatever is there now is looked through.
   */
  run(all = false): Promise<ScavengeState> {
    if (this.#running === null) {
      this.#state = { ...idle, id: randomUUID(), isRunning: true };
      this.#running = this.#run(all)
        .catch((error: unknown) => {
          this.#state = { ...this.#state, failure: errorText(error) };
          throw error;
        })
        .finally(() => {
          this.#state = { ...this.#state, isRunning: false };
          this.#running = null;
        });
    }

    return this.#running;
  }

  async stop(): Promise<void> {
    this.#abort.abort(new Error('the scavenge was stopped'));
    await this.#running?.catch(() => undefined);
  }

  async #run(all: boolean): Promise<ScavengeState> {
    const { chunks, chunkSize, log } = this.#deps;
    if (all) await log.roll();
    const sealed = [...chunks.sealed];
    this.#state = { ...this.#state, of: sealed.length };
    const young = new Set<number>();
    let group: Examined[] = [];
    for (const chunk of sealed) {
      this.#abort.signal.throwIfAborted();
      const found = await examine(this.#deps, chunk, young);
      if (group.length > 0 && aliveIn([...group, found]) > chunkSize) {
        await this.#rewrite(group);
        group = [];
      }
      group.push(found);
      this.#state = { ...this.#state, done: this.#state.done + 1 };
    }
    await this.#rewrite(group);

    return { ...this.#state, isRunning: false };
  }

  async #rewrite(group: readonly Examined[]): Promise<void> {
    if (group.length === 0 || !isWorthwhile(group)) return;
    const { folder } = this.#deps.chunks;
    const rewritten = await rewrite(folder, group, this.#abort.signal);
    if (this.#isOutdated(group)) {
      rewritten.discard();
      return;
    }
    this.#replace(group, rewritten.place());
    await folder.sync();
    for (const { chunk } of group.slice(1)) folder.remove(chunk.name);
  }

  #replace(group: readonly Examined[], by: SealedChunk): void {
    const { chunks, index, metadata, onReplaced } = this.#deps;
    const first = index.firstAtOrAfter(by.start);
    const dead = Buffer.concat(group.map((examined) => examined.dead));
    chunks.replace(
      group.map(({ chunk }) => chunk),
      by,
    );
    index.remove((event) => dead[event - first] === 1);
    metadata.forget();
    onReplaced();
    this.#state = {
      ...this.#state,
      freedBytes: this.#state.freedBytes + sizeOf(group) - by.file.size(),
      removedEvents: this.#state.removedEvents + dead.reduce((sum, one) => sum + one, 0),
    };
  }

  /** Whether metadata was changed meanwhile, so that something is to stay that would go. */
  #isOutdated(group: readonly Examined[]): boolean {
    return group.some(({ keeping }) =>
      [...keeping].some(([stream, then]) => !keepsNoMore(keepingOf(this.#deps, stream), then)),
    );
  }
}

const sizeOf = (group: readonly Examined[]): number =>
  group.reduce((sum, { size }) => sum + size, 0);

const aliveIn = (group: readonly Examined[]): number =>
  group.reduce((sum, { size, deadSize }) => sum + size - deadSize, 0);

const isWorthwhile = (group: readonly Examined[]): boolean =>
  group.length > 1 || sizeOf(group) - aliveIn(group) > worthwhile * sizeOf(group);
