import type { Decider } from '../decider.js';
import type { ProductNameCommand } from './commands.js';
import { decide } from './decide.js';
import type { ProductNameEvent } from './events.js';
import { evolve } from './evolve.js';
import { initialState, type ProductName } from './state.js';

/** One name of a product: which product holds it. Makes names unique. */
export const productNameDecider: Decider<ProductName, ProductNameCommand, ProductNameEvent> = {
  initialState,
  evolve,
  decide,
};

export { productNameStream, productNameStreamPrefix } from './streams.js';
export { productNameEventShapes } from './eventShapes.js';
export type * from './commands.js';
export type * from './events.js';
export type { ProductNameErrorCode } from './errors.js';
export { isAbandoned } from './state.js';
export type { ProductName } from './state.js';
