import { z } from 'zod';

/** All prices and totals of the shop are in this currency (ISO 4217). */
export const currency = 'USD';

const largestAmount = 1_000_000;

/** Returns the integer minor units of a decimal amount: 799.99 → 79999. */
export const toMinorUnits = (amount: number): number => Math.round(amount * 100);

/** Returns the decimal amount of integer minor units: 79999 → 799.99. */
export const toAmount = (minorUnits: number): number => minorUnits / 100;

const hasAtMostTwoDecimals = (value: number): boolean =>
  !Object.is(value, -0) && toAmount(toMinorUnits(value)) === value;

/** What an order may cost as a whole: 50 lines of 1000 units each. */
export const totalAmount = z
  .number()
  .min(0)
  .max(largestAmount * 50_000)
  .refine(hasAtMostTwoDecimals, 'At most two digits after the decimal point');

/** Money in requests and responses: a decimal number with at most two digits after the point. */
export const amount = z
  .number()
  .min(0)
  .max(largestAmount)
  .refine(hasAtMostTwoDecimals, 'At most two digits after the decimal point');

const amountFields: ReadonlySet<string> = new Set([
  'unitPrice',
  'totalAmount',
  'price',
  'originalPrice',
  'amount',
]);

/** Returns the data of an event as people read it: amounts of minor units are decimal. */
export const withAmounts = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withAmounts);
  if (typeof value !== 'object' || value === null) return value;

  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      amountFields.has(key) && typeof inner === 'number' ? toAmount(inner) : withAmounts(inner),
    ]),
  );
};
