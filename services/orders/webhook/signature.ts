import { createHmac, timingSafeEqual } from 'node:crypto';

/** What was signed: the bytes of the body, and the header that came with them. */
type Signed = Readonly<{ header: string | undefined; body: Buffer }>;

type SignatureOptions = Readonly<{
  secret: string;
  /** In milliseconds since the epoch. */
  now: number;
}>;

/** In seconds: clocks differ, and what was signed long ago may have been recorded. */
const toleranceSeconds = 300;

/**
 * Returns whether `header` is `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">` with the secret,
 * at most 300 s from now. Several `v1` may come, as while a provider changes the secret. Takes the
 * same time for every wrong one.
 */
export const isSigned = (
  { header = '', body }: Signed,
  { secret, now }: SignatureOptions,
): boolean => {
  const { t: times, v1: signatures } = partsOf(header);
  const [time = ''] = times;
  if (times.length !== 1 || !/^\d{1,12}$/.test(time)) return false;
  if (Math.abs(now / 1_000 - Number(time)) > toleranceSeconds) return false;
  const expected = createHmac('sha256', secret).update(`${time}.`).update(body).digest();

  return signatures.slice(0, mostSignatures).map(isEqualTo(expected)).includes(true);
};

const mostSignatures = 5;

const isEqualTo =
  (expected: Buffer) =>
  (signature: string): boolean =>
    /^[0-9a-f]{64}$/i.test(signature) && timingSafeEqual(Buffer.from(signature, 'hex'), expected);

const partsOf = (header: string): Readonly<{ t: string[]; v1: string[] }> => {
  const parts = header.split(',').map((part) => part.trim());
  const valuesOf = (name: string): string[] =>
    parts.flatMap((part) => (part.startsWith(`${name}=`) ? [part.slice(name.length + 1)] : []));

  return { t: valuesOf('t'), v1: valuesOf('v1') };
};
