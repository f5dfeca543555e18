import { refusesPlaintext } from './plaintext.js';
import type { Mode } from './variable.js';

/** A value that cannot be used; the message completes the sentence "VARIABLE …". */
const refuse = (message: string): never => {
  throw new Error(message);
};

export const text = (value: string): string => value;

export const integer =
  ({ min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = {}) =>
  (value: string): number => {
    const number = Number(value);
    if (!/^-?\d+$/.test(value) || number < min || number > max)
      return refuse(`must be a whole number from ${min} to ${max}`);

    return number;
  };

/** A TCP port; 0 is any free one. */
export const port = (value: string): number =>
  value.startsWith('tcp://')
    ? refuse('is a link of Docker or Kubernetes (enableServiceLinks: false leaves it away)')
    : integer({ min: 0, max: 65_535 })(value);

export const milliseconds = integer({ min: 1, max: 86_400_000 });

const unitsInMs: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000 };

/** `12h` or `7d`, at most ten years; in milliseconds. */
export const retentionMs = (value: string): number => {
  const [, count, unit = ''] = /^([1-9]\d{0,4})([hd])$/.exec(value) ?? [];
  const ms = Number(count) * (unitsInMs[unit] ?? NaN);

  return ms <= 3_650 * 86_400_000 ? ms : refuse('must be a number of hours or days, such as 7d');
};

export const boolean = (value: string): boolean => {
  if (['on', 'true', '1'].includes(value)) return true;
  if (['off', 'false', '0'].includes(value)) return false;

  return refuse('must be on or off');
};

/** Comma-separated; blanks around items and empty items are dropped. */
export const list = (value: string): readonly string[] =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

export const oneOf =
  <const T extends string>(...allowed: readonly T[]) =>
  (value: string): T =>
    allowed.find((candidate) => candidate === value) ??
    refuse(`must be one of ${allowed.join(', ')}`);

/** An absolute URL. In production a plaintext one must lead to loopback or be allowed by name. */
export const url = (value: string, mode: Mode): string => {
  if (!URL.canParse(value)) return refuse('must be a URL');
  if (refusesPlaintext(new URL(value), mode))
    return refuse('is plaintext to another machine; encrypt it or name it in ALLOW_PLAINTEXT');

  return value;
};

export type Rate = Readonly<{ points: number; seconds: number }>;

/** `10/60`: ten points per minute. `off` outside production only. */
export const rate = (value: string, { production }: Mode): Rate | 'off' => {
  if (value === 'off' && !production) return 'off';
  const [, points, seconds] = /^([1-9]\d{0,8})\/([1-9]\d{0,6})$/.exec(value) ?? [];
  if (points === undefined || seconds === undefined)
    return refuse(`must be <points>/<seconds>${production ? '' : ' or off'}`);

  return { points: Number(points), seconds: Number(seconds) };
};

const weakWords = /secret|changeme|change-me|sample|example|password|default|admin|test/i;

/** At least 32 bytes; in production also no word that betrays a sample value. */
export const secret = (value: string, { production }: Mode): string => {
  if (Buffer.byteLength(value) < 32) return refuse('must have at least 32 bytes');
  if (production && (weakWords.test(value) || new Set(value).size < 10))
    return refuse('looks like a sample value; generate one of your own');

  return value;
};
