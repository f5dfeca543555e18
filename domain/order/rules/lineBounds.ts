import { ruleBroken } from '../errors.js';

const maxLines = 50;
const maxUnitsPerLine = 1000;

export const requireLineCount = (count: number): void => {
  if (count > maxLines)
    throw ruleBroken('TOO_MANY_ITEMS', `An order has at most ${maxLines} lines`);
};

export const requireQuantity = (quantity: number): void => {
  if (quantity < 1 || quantity > maxUnitsPerLine)
    throw ruleBroken('QUANTITY_OUT_OF_RANGE', `A line has 1 to ${maxUnitsPerLine} units`);
};
