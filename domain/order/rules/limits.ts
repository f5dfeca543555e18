import { broken } from '../errors.js';

const maxLines = 50;
const maxUnitsPerLine = 1000;

export const refuseLineCount = (count: number): void => {
  if (count > maxLines) throw broken('TOO_MANY_ITEMS', `An order has at most ${maxLines} lines`);
};

export const refuseQuantity = (quantity: number): void => {
  if (quantity < 1 || quantity > maxUnitsPerLine)
    throw broken('QUANTITY_OUT_OF_RANGE', `A line has 1 to ${maxUnitsPerLine} units`);
};
