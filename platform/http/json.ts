import { problem, type Problem } from './problem.js';

const deepest = 20;
const poisonedKeys = new Set(['__proto__', 'constructor', 'prototype']);
// A surrogate that is not part of a pair, or NUL: Postgres and JSON disagree about both.
const unstorable = /\0|\p{Surrogate}/u;

/**
 * Reads JSON from a stranger. 400 MALFORMED_JSON, JSON_TOO_DEEP (20 levels), KEY_REFUSED (prototype keys) or
 * TEXT_REFUSED (NUL, lone surrogates).
 */
export const parseJson = (bytes: Buffer): unknown => {
  const value = parse(bytes);
  check(value, 1);

  return value;
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

const parse = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(utf8.decode(bytes)) as unknown;
  } catch {
    throw refused('MALFORMED_JSON', 'The body is not JSON in UTF-8');
  }
};

const check = (value: unknown, depth: number): void => {
  if (typeof value === 'string') checkText(value);
  if (typeof value !== 'object' || value === null) return;
  if (depth > deepest) throw refused('JSON_TOO_DEEP', `The body is nested deeper than ${deepest}`);
  if (Array.isArray(value)) for (const item of value) check(item, depth + 1);
  else checkProperties(value, depth);
};

const checkProperties = (value: object, depth: number): void => {
  for (const [key, property] of Object.entries(value)) {
    if (poisonedKeys.has(key))
      throw refused('KEY_REFUSED', 'The body has a key that is not allowed');
    checkText(key);
    check(property, depth + 1);
  }
};

const checkText = (value: string): void => {
  if (unstorable.test(value))
    throw refused('TEXT_REFUSED', 'Text must not hold NUL or half of a surrogate pair');
};

const refused = (code: string, detail: string): Problem => problem(400, code, detail);
