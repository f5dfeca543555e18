import { OutcomeUnknown } from '../../../platform/eventStore/index.js';
import type { UnitsLeft, WantedUnits } from './unitsLeft.js';

/** The orders that were let in and of which it is not known yet what became of them. */
export type TakenUnits = Readonly<{
  has: (orderId: string) => boolean;
  /** Takes the units of the order, once however often it is called before they are settled. */
  take: (orderId: string, lines: readonly WantedUnits[]) => void;
  /** Follows an attempt to append the order: resolves to the position, or null for no new order. */
  follow: (orderId: string, appended: Promise<bigint | null>) => Promise<void>;
  /** Nothing was sent for the order, unless `follow` has been told. */
  giveBack: (orderId: string) => void;
}>;

type Order = { readonly lines: readonly WantedUnits[]; attempts: number; isUnknown: boolean };

/**
 * In milliseconds: so long an append may be repeated. What is written even later was counted too
 * low, by its own units.
 */
const unknownForMs = 10_000;

/** `onGivenBack` is called with the products of which more units are left. */
export const createTakenUnits = (
  units: UnitsLeft,
  onGivenBack: (lines: readonly WantedUnits[]) => void,
): TakenUnits => {
  const orders = new Map<string, Order>();

  const giveBack = (orderId: string, isForgotten = false): void => {
    const order = orders.get(orderId);
    if (order === undefined || order.attempts > 0 || (order.isUnknown && !isForgotten)) return;
    orders.delete(orderId);
    units.giveBack(order.lines);
    onGivenBack(order.lines);
  };
  const settle = (orderId: string, position: bigint): void => {
    const order = orders.get(orderId);
    if (order === undefined) return;
    orders.delete(orderId);
    units.noteAppended(order.lines, position);
  };

  return {
    has: (orderId) => orders.has(orderId),
    take: (orderId, lines) => {
      if (orders.has(orderId)) return;
      orders.set(orderId, { lines, attempts: 0, isUnknown: false });
      units.take(lines);
    },
    follow: async (orderId, appended) => {
      const order = orders.get(orderId);
      if (order === undefined) return;
      order.attempts += 1;
      try {
        const position = await appended;
        order.isUnknown = false;
        if (position !== null) settle(orderId, position);
      } catch (error) {
        order.isUnknown ||= error instanceof OutcomeUnknown;
      }
      order.attempts -= 1;
      if (order.isUnknown) setTimeout(giveBack, unknownForMs, orderId, true).unref();
      else giveBack(orderId);
    },
    giveBack: (orderId) => {
      giveBack(orderId);
    },
  };
};
