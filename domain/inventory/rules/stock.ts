import type { AdjustStock, SetStock } from '../commands.js';
import { broken } from '../errors.js';
import type { StockAdjusted, StockLevel, StockReceived } from '../events.js';
import type { Inventory, Product } from '../state.js';
import { listed } from './existence.js';

type Stock = Pick<Product, 'productId' | 'onHand' | 'reserved'>;

export const adjustStock = (
  { data: { adjustment, now } }: AdjustStock,
  inventory: Inventory,
): (StockReceived | StockAdjusted)[] => {
  const product = listed(inventory);

  return adjustment < 0 ? adjusted(product, adjustment, now) : received(product, adjustment, now);
};

export const setStock = (
  { data: { stock, now } }: SetStock,
  inventory: Inventory,
): StockAdjusted[] => {
  const product = listed(inventory);

  return adjusted(product, stock - product.onHand, now);
};

export const received = (stock: Stock, quantity: number, now: string): StockReceived[] => {
  if (quantity === 0) return [];
  const { productId } = stock;
  const level = levelAfter(stock, quantity);

  return [{ type: 'StockReceived', data: { productId, quantity, ...level, receivedAt: now } }];
};

const adjusted = (stock: Stock, change: number, now: string): StockAdjusted[] => {
  if (change === 0) return [];
  const { productId } = stock;
  const level = levelAfter(stock, change);

  return [{ type: 'StockAdjusted', data: { productId, change, ...level, adjustedAt: now } }];
};

const levelAfter = ({ onHand, reserved }: Stock, change: number): StockLevel => {
  const after = onHand + change;
  if (!Number.isSafeInteger(after))
    throw broken('STOCK_OUT_OF_RANGE', 'The stock would not be a safe integer');
  if (after < reserved) throw broken('STOCK_BELOW_RESERVED', `${reserved} units are reserved`);

  return { onHand: after, available: after - reserved };
};
