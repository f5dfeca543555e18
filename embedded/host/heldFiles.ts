import { statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { FinalError } from '../../platform/process/index.js';

/** Files, and folders, that a process works on and that have to stay where they are. */
export type HeldFiles = Readonly<{
  /** Throws a FinalError that names the first that is gone, or that another has replaced. */
  check: () => void;
  /** Takes what lies there now for the right ones: who holds them has replaced one. */
  renew: () => void;
  /** Calls `onLost` once when `check` would throw, at most 200 ms later. */
  watch: (onLost: (reason: FinalError) => void) => Readonly<{ stop: () => void }>;
}>;

/** How often is looked where the system sends no notices. */
const usualMs = 200;

/**
 * Remembers what lies at the paths now, which must be there. Notices come earlier than `everyMs`.
 */
export const holdFiles = (paths: readonly string[], everyMs = usualMs): HeldFiles => {
  const identities = () => paths.map((path) => [path, identityAt(path)] as const);
  let held = identities();
  const renew = (): void => {
    held = identities();
  };
  const check = (): void => {
    for (const [path, identity] of held) {
      const found = identityAt(path);
      if (found !== identity) throw lost(path, found === null);
    }
  };

  return { check, renew, watch: (onLost) => watchFor({ check, paths, everyMs }, onLost) };
};

/** Device and file number; null when nothing is there. */
const identityAt = (path: string): string | null => {
  try {
    const { dev, ino } = statSync(path, { bigint: true });

    return `${dev}:${ino}`;
  } catch {
    return null;
  }
};

const lost = (path: string, isGone: boolean): FinalError =>
  new FinalError(
    isGone
      ? `${path} is gone, while it was in use: put it back from where it went, or from a backup, and start again`
      : `${path} was replaced by another, while it was in use: keep one of them, and start again`,
  );

type Watched = Readonly<{ check: () => void; paths: readonly string[]; everyMs: number }>;

/** By the system's notices where it sends them, and by polling for what it sends none about. */
const watchFor = (
  { check, paths, everyMs }: Watched,
  onLost: (reason: FinalError) => void,
): Readonly<{ stop: () => void }> => {
  const state = { isOver: false };
  const poll = (): void => {
    if (state.isOver) return;
    try {
      check();
    } catch (error) {
      stop();
      onLost(error as FinalError);
    }
  };
  const polling = setInterval(poll, everyMs);
  const noticing = [
    ...[...new Set(paths.map(dirname))].map((folder) => noticesOf(folder, poll)),
    // a folder above them may be moved away as a whole
    ...[...new Set(paths.flatMap(waysTo))].map((way) => noticesOf(dirname(way), poll, way)),
  ];
  const stop = (): void => {
    state.isOver = true;
    clearInterval(polling);
    noticing.forEach((end) => end());
  };

  return { stop };
};

/** The folders above a path, but for its own and the root. */
const waysTo = (path: string): string[] => {
  const folder = dirname(path);

  return dirname(folder) === folder ? [] : [folder, ...waysTo(folder)];
};

/**
 * Of names that come, go or lead elsewhere. What is written to a file is none of them, and
 * frequent. `only`: the one path in the folder that counts; without it all do.
 */
const noticesOf = (folder: string, onNotice: () => void, only?: string): (() => void) => {
  const isMeant = (name: string | null): boolean =>
    only === undefined || name === null || name === basename(only);
  try {
    const watcher = watch(folder, { persistent: false }, (kind, name) => {
      if (kind === 'rename' && isMeant(name)) onNotice();
    });
    watcher.on('error', () => undefined);

    return () => watcher.close();
  } catch {
    return () => undefined;
  }
};
