import type { AdjustStock, SetStock } from '../commands.js';
import { ruleBroken } from '../errors.js';
import type { StockAdjusted, StockLevel, StockReceived } from '../events.js';
import type { Inventory, Product } from '../state.js';
import { requireListed } from './existence.js';

type Stock = Pick<Product, 'productId' | 'onHand' | 'reserved'>;

export const adjustStock = (
  { data: { adjustment, now } }: AdjustStock,
  inventory: Inventory,
): (StockReceived | StockAdjusted)[] => {
  const product = requireListed(inventory);

  return adjustment < 0
    ? correctStock(product, adjustment, now)
    : receiveStock(product, adjustment, now);
};

export const setStock = (
  { data: { stock, now } }: SetStock,
  inventory: Inventory,
): StockAdjusted[] => {
  const product = requireListed(inventory);

  return correctStock(product, stock - product.onHand, now);
};

/** Nothing happens when `quantity` is 0. */
export const receiveStock = (stock: Stock, quantity: number, now: string): StockReceived[] =>
  quantity === 0 ? [] : [stockReceived(stock, quantity, now)];

const correctStock = (stock: Stock, change: number, now: string): StockAdjusted[] =>
  change === 0 ? [] : [stockAdjusted(stock, change, now)];

const stockReceived = (stock: Stock, quantity: number, now: string): StockReceived => ({
  type: 'StockReceived',
  data: {
    productId: stock.productId,
    quantity,
    ...levelAfter(stock, quantity),
    receivedAt: now,
  },
});

const stockAdjusted = (stock: Stock, change: number, now: string): StockAdjusted => ({
  type: 'StockAdjusted',
  data: { productId: stock.productId, change, ...levelAfter(stock, change), adjustedAt: now },
});

const levelAfter = ({ onHand, reserved }: Stock, change: number): StockLevel => {
  const after = onHand + change;
  if (!Number.isSafeInteger(after))
    throw ruleBroken('STOCK_OUT_OF_RANGE', 'The stock would not be a safe integer');
  if (after < reserved) throw ruleBroken('STOCK_BELOW_RESERVED', `${reserved} units are reserved`);

  return { onHand: after, available: after - reserved };
};
