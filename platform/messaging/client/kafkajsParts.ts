import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

/** The release whose parts are known. Of any other, nothing is replaced. */
const knownVersion = '2.2.4';

/** Whether the parts of the kafkajs that is installed are those that the replacements know. */
export const isKnownKafkajs = (): boolean =>
  (load('kafkajs/package.json') as Readonly<{ version: string }>).version === knownVersion;

/** Returns what a file of kafkajs exports that kafkajs itself does not. */
export const loadPart = (file: string): unknown => load(`kafkajs/src/${file}`);

/**
 * Replaces what the file exports, for all who load it later. `forget` names those that may have
 * loaded it already, and that kafkajs looks up again for each request. Returns whether it is
 * replaced, which a test requires.
 */
export const replacePart = (file: string, exports: unknown, forget: readonly string[]): boolean => {
  if (!isKnownKafkajs()) return false;
  if (loadPart(file) === exports) return true;
  const module = (name: string): string => load.resolve(`kafkajs/src/${name}`);
  const part = load.cache[module(file)];
  if (part !== undefined) part.exports = exports;
  for (const name of forget) Reflect.deleteProperty(load.cache, module(name));

  return true;
};
