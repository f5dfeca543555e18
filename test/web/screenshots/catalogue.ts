import type { WebShop } from '../support/webShop.js';

const inMs = (durationMs: number): string => new Date(Date.now() + durationMs).toISOString();

/** A sale in all its states. */
const products = () => [
  {
    ...{ name: 'Flash Phone', sku: 'PHONE-1', price: 799.99, originalPrice: 999, stock: 64 },
    ...{ category: 'electronics', maxPerCustomer: 2, paymentWindowSeconds: 900 },
    saleEndsAt: inMs(5_400_000),
    description:
      'A phone that is faster than the queue in front of the shop. 6.1 inches, 256 GB, two days of battery.',
  },
  { name: 'Wireless Earbuds', sku: 'BUDS-7', price: 49.5, stock: 500, category: 'electronics' },
  {
    name: 'Running Shoes',
    sku: 'SHOES-2',
    price: 89,
    originalPrice: 120,
    stock: 7,
    category: 'sports',
  },
  { name: 'Reading Lamp', sku: 'LAMP-A', price: 24.95, stock: 20, category: 'home' },
  { name: 'Walnut Speaker', sku: 'SPEAKER-3', price: 179, stock: 0, category: 'electronics' },
  {
    ...{ name: 'Espresso Machine', sku: 'COFFEE-9', price: 349, originalPrice: 499, stock: 30 },
    ...{ category: 'home', saleStartsAt: inMs(4_210_000) },
  },
  { name: 'Trail Backpack', sku: 'PACK-4', price: 74.9, stock: 41, category: 'sports' },
  { name: 'Ceramic Teapot with two cups', sku: 'TEA-5', price: 38, stock: 3, category: 'home' },
];

export const fillCatalogue = async (shop: WebShop): Promise<void> => {
  for (const product of products().reverse()) await shop.product(product);
};
