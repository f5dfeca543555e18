import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

/** What a file of kafkajs exports, past what has replaced it. */
export const loadOriginal = (file: string): unknown => {
  const path = load.resolve(file);
  const replaced = load.cache[path];
  Reflect.deleteProperty(load.cache, path);
  const original: unknown = load(path);
  if (replaced !== undefined) load.cache[path] = replaced;

  return original;
};
