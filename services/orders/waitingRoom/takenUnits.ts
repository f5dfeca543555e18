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
  const noteInLog = (orderId: string, { lines }: Order, position: bigint): void => {
    if (!orders.delete(orderId)) return;
    units.noteAppended(lines, position);
    // when the order is known already, it was counted twice until now
    onGivenBack(lines);
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
      if (order === undefined) {
        // whoever appends it hears of its failure; here it must not be an unhandled one
        await appended.catch(() => undefined);
        return;
      }
      const position = await outcomeOf(order, appended);
      if (position !== null) noteInLog(orderId, order, position);
      else if (order.isUnknown) setTimeout(giveBack, unknownForMs, orderId, true).unref();
      else giveBack(orderId);
    },
    giveBack: (orderId) => {
      giveBack(orderId);
    },
  };
};

/** Null when the order was not appended, as far as it is known. */
const outcomeOf = async (order: Order, appended: Promise<bigint | null>) => {
  order.attempts += 1;
  try {
    const position = await appended;
    // whatever was sent before met this one
    order.isUnknown = false;

    return position;
  } catch (error) {
    order.isUnknown ||= error instanceof OutcomeUnknown;

    return null;
  } finally {
    order.attempts -= 1;
  }
};
