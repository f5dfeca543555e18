import { count } from '../shapes.js';
import type { InventoryEvent } from './events.js';

/**
 * Returns the events that were decided. Throws RangeError instead of letting a level out that is no
 * whole number, or below zero: that would be a bug, and as a fact it could not be taken back.
 */
export const requireLevels = (events: readonly InventoryEvent[]): readonly InventoryEvent[] => {
  for (const event of events) requireLevel(event);

  return events;
};

const requireLevel = ({ type, data }: InventoryEvent): void => {
  if (!('onHand' in data)) return;
  const { onHand, available } = data;
  if (!count(onHand) || !count(available) || available > onHand)
    throw new RangeError(`${type} would leave ${available} of ${onHand} units available`);
};
