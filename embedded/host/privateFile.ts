import { chmodSync, writeFileSync } from 'node:fs';

/** Writes JSON that only our own user can read. */
export const writePrivately = (path: string, content: object): void => {
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
};
