import type { Purchase } from './buyer.js';

export type Expectation = Readonly<{ units: number; buyers: number }>;

/** What the demo promises, each with whether it held. */
export type CheckedClaim = Readonly<{ claim: string; holds: boolean }>;

/**
 * `ordersOf` is how many orders each buyer has in the end; `repeat` the second answer to the key
 * that was sent twice.
 */
export type Evidence = Readonly<{
  purchases: readonly Purchase[];
  repeat: Purchase;
  ordersOf: ReadonlyMap<string, number>;
  stock: Readonly<{ onHand: number; reserved: number; available: number }>;
}>;

export const checkClaims = (
  evidence: Evidence,
  { units, buyers }: Expectation,
): readonly CheckedClaim[] => {
  const { purchases, repeat, ordersOf, stock } = evidence;
  const confirmed = purchases.filter(isConfirmed);
  const orders = purchases.flatMap(({ orderId }) => (orderId === null ? [] : [orderId]));
  const ofTheTwin = [repeat, ...purchases.filter(({ buyer }) => buyer === repeat.buyer)];
  const twinOrders = new Set(ofTheTwin.flatMap(({ orderId }) => orderId ?? []));

  return [
    {
      claim: `exactly ${units} orders are CONFIRMED (${confirmed.length})`,
      holds: confirmed.length === units,
    },
    {
      claim: `all ${buyers} buyers have an answer (${purchases.filter(isAnswered).length})`,
      holds: purchases.length === buyers && purchases.every(isAnswered),
    },
    {
      claim: `the key sent twice made one order at most (${[...twinOrders].join() || 'sold out'})`,
      holds: ofTheTwin.length === 2 && twinOrders.size <= 1,
    },
    {
      claim: 'no order is there twice, and nobody has two',
      holds:
        new Set(orders).size === orders.length &&
        purchases.every(({ buyer, orderId }) => ordersOf.get(buyer) === (orderId === null ? 0 : 1)),
    },
    {
      claim: `the stock agrees: ${units} on hand, ${stock.reserved} held, ${stock.available} left`,
      holds: stock.onHand === units && stock.reserved === units && stock.available === 0,
    },
  ];
};

const isConfirmed = ({ update }: Purchase): boolean => update?.status === 'CONFIRMED';

/** By the socket, or at once: 409 SOLD_OUT without an order. */
const isAnswered = ({ update, code }: Purchase): boolean => update !== null || code === 'SOLD_OUT';

/** One row per buyer, fastest first. */
export const table = (purchases: readonly Purchase[]): string => {
  const byTime = [...purchases].sort(
    (a, b) => (a.milliseconds ?? Infinity) - (b.milliseconds ?? Infinity),
  );
  const rows = [
    ['buyer', 'answer', 'order', 'outcome', 'reason', 'click → update'],
    ...byTime.map(toRow),
  ];
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );

  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

const toRow = ({ buyer, answer, code, orderId, update, milliseconds }: Purchase): string[] => [
  buyer,
  String(answer),
  orderId ?? '-',
  update?.status ?? code ?? 'no answer',
  update?.reason ?? '',
  milliseconds === null ? '-' : `${milliseconds.toFixed(0)} ms`,
];
