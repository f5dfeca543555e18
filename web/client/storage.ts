/** What outlives a reload. Values are JSON; what cannot be read is null. */
export type Storage = Readonly<{
  read: (key: string) => unknown;
  write: (key: string, value: unknown) => void;
  remove: (key: string) => void;
}>;

/** Where there is no such store, or it is full or refused, values live as long as the page. */
export const createStorage = (kind: 'localStorage' | 'sessionStorage'): Storage => {
  const memory = new Map<string, string>();

  const read = (key: string): unknown => {
    const text = attempt(() => globalThis[kind].getItem(key)) ?? memory.get(key) ?? 'null';

    return attempt(() => JSON.parse(text) as unknown);
  };

  return {
    read,
    write: (key, value) => {
      const text = JSON.stringify(value);
      memory.set(key, text);
      attempt(() => globalThis[kind].setItem(key, text));
    },
    remove: (key) => {
      memory.delete(key);
      attempt(() => globalThis[kind].removeItem(key));
    },
  };
};

const attempt = <T>(work: () => T): T | null => {
  try {
    return work();
  } catch {
    return null;
  }
};
