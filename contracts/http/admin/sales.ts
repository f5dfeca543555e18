import { z } from 'zod';
import { id } from '../fields.js';

export const saleParams = z.strictObject({ productId: id });

const count = z.number().min(0);

/**
 * Units by what has become of them: `free`, `held` (reserved, payment is due) and `paid` (reserved
 * for good) are together `onHand`; `outstanding` is ordered and not decided, `shipped` has left,
 * `waiting` is on the waitlist.
 */
const saleUnits = z.strictObject({
  onHand: count,
  free: count,
  outstanding: count,
  held: count,
  paid: count,
  shipped: count,
  waiting: count,
});

/** Orders of a second, which `at` counts since 1970. */
const saleSecond = z.strictObject({
  at: z.int(),
  placed: count,
  confirmed: count,
  refused: count,
});

const milliseconds = z.number().min(0).nullable();

/** GET `/api/operations/sales/:productId`: the last 15 minutes, without seconds of nothing. */
export const saleFigures = z.strictObject({
  productId: id,
  time: z.iso.datetime(),
  revision: z.int(),
  units: saleUnits,
  seconds: z.array(saleSecond),
  /** From the click to the decision. */
  decision: z.strictObject({ p50Ms: milliseconds, p99Ms: milliseconds }),
});

const checkState = z.enum(['ok', 'broken', 'unknown']);

/** `examples` names some of what is wrong. */
const operationsCheck = z.strictObject({
  id: z.enum(['stockAddsUp', 'rowsMatchStreams', 'quarantineEmpty', 'deadLettersEmpty']),
  state: checkState,
  looked: count,
  broken: count,
  examples: z.array(z.string()),
});

/** GET `/api/operations/checks`. */
export const operationsChecks = z.strictObject({
  time: z.iso.datetime(),
  checks: z.array(operationsCheck),
});

export type SaleUnits = z.infer<typeof saleUnits>;
export type SaleFigures = z.infer<typeof saleFigures>;
export type OperationsCheck = z.infer<typeof operationsCheck>;
export type OperationsChecks = z.infer<typeof operationsChecks>;
