import { problem, type Problem } from '../output/problem.js';

const deepest = 20;
const poisonedKeys = new Set(['__proto__', 'constructor', 'prototype']);
// A surrogate that is not part of a pair, or NUL: Postgres and JSON disagree about both.
const unstorable = /\0|\p{Surrogate}/u;

/**
 * Parses JSON from outside. Throws 400 MALFORMED_JSON, JSON_TOO_DEEP (20 levels), KEY_REFUSED
 * (prototype keys, a key twice in one object) or TEXT_REFUSED (NUL, lone surrogates).
 */
export const parseJson = (bytes: Buffer): unknown => {
  const { text, value } = parse(bytes);
  const keys = check(value, 1);
  // Of a key that comes twice only one is left, and it is unknown which of the two was meant.
  if (keys !== colonsOf(text)) throw refused('KEY_REFUSED', 'The body has a key twice');

  return value;
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

const parse = (bytes: Buffer): Readonly<{ text: string; value: unknown }> => {
  try {
    const text = utf8.decode(bytes);

    return { text, value: JSON.parse(text) as unknown };
  } catch {
    throw refused('MALFORMED_JSON', 'The body is not JSON in UTF-8');
  }
};

/** In JSON every key has one colon, and every other colon lies within a string. */
const colonsOf = (text: string): number =>
  text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"/g, '').split(':').length - 1;

/** Returns the number of keys, on all levels. */
const check = (value: unknown, depth: number): number => {
  if (typeof value === 'string') checkText(value);
  if (typeof value !== 'object' || value === null) return 0;
  if (depth > deepest) throw refused('JSON_TOO_DEEP', `The body is nested deeper than ${deepest}`);
  if (!Array.isArray(value)) return checkProperties(value, depth);

  return value.reduce((keys: number, item) => keys + check(item, depth + 1), 0);
};

const checkProperties = (value: object, depth: number): number => {
  let keys = 0;
  for (const [key, property] of Object.entries(value)) {
    if (poisonedKeys.has(key))
      throw refused('KEY_REFUSED', 'The body has a key that is not allowed');
    checkText(key);
    keys += 1 + check(property, depth + 1);
  }

  return keys;
};

const checkText = (value: string): void => {
  if (unstorable.test(value))
    throw refused('TEXT_REFUSED', 'Text must not hold NUL or half of a surrogate pair');
};

const refused = (code: string, detail: string): Problem => problem(400, code, detail);
