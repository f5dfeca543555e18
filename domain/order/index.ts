import type { Decider } from '../decider.js';
import type { OrderCommand } from './commands.js';
import { decide } from './decide.js';
import type { OrderEvent } from './events.js';
import { evolve } from './evolve.js';
import { initialState, type Order } from './state.js';

/**
 * One order, which is its own process manager: it records what the inventory decides until it is
 * confirmed or cancelled.
 */
export const orderDecider: Decider<Order, OrderCommand, OrderEvent> = {
  initialState,
  evolve,
  decide,
};

export { nextPaymentStepAt } from './payment.js';
export { isUnderWay, isWaiting } from './state.js';
export { isOrderStream, orderStream, orderStreamPrefix } from './streams.js';
export { toSnapshot, toView } from './view.js';
export { orderEventShapes } from './eventShapes.js';
export type * from './commands.js';
export type * from './events.js';
export type { OrderErrorCode } from './errors.js';
export type { Line } from './lines.js';
export type { Payment } from './payment.js';
export type { Order, PlacedOrder } from './state.js';
export type { OrderView } from './view.js';
