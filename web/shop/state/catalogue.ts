import { batch, signal, type Signal } from '@preact/signals';
import type { Product, StockUpdate } from '../../client/index.js';
import { client } from './client.js';
import { repeatUntilLoaded } from './repeatUntilLoaded.js';

export type Stock = Readonly<{
  available: number;
  soldOut: boolean;
  waiting: number;
  /** The most that this page has seen, against which a bar is drawn. */
  most: number;
}>;

/** null until they have been loaded. */
export const products = signal<readonly Product[] | null>(null);

export const loadingFailed = signal(false);

const stocks = new Map<string, Signal<Stock>>();

/** A signal of its own per product: what changes often repaints little. */
export const stockOf = (productId: string): Signal<Stock> => {
  const known = stocks.get(productId);
  if (known !== undefined) return known;
  const made = signal<Stock>({ available: 0, soldOut: false, waiting: 0, most: 0 });
  stocks.set(productId, made);

  return made;
};

const pageSize = 100;
const mostPages = 10;

const load = async (): Promise<void> => {
  const loaded: Product[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const { body } = await client.api.get('/api/products', { query: { page, limit: pageSize } });
    loaded.push(...body.products);
    if (loaded.length >= body.total || body.products.length === 0) break;
  }
  batch(() => {
    loaded.forEach(take);
    products.value = loaded;
    loadingFailed.value = false;
  });
};

export const loadProducts = repeatUntilLoaded(load, () => {
  loadingFailed.value = true;
});

/** Rejects with ApiProblem, such as 404 for one that was withdrawn. */
export const loadProduct = async (id: string): Promise<Product> => {
  const { body } = await client.api.get('/api/products/{id}', { params: { id } });
  take(body);

  return body;
};

const take = ({ id, stock }: Product): void => setStock({ productId: id, ...stock });

const setStock = ({ productId, available, soldOut, waiting = 0 }: StockUpdate): void => {
  const stock = stockOf(productId);
  stock.value = { available, soldOut, waiting, most: Math.max(stock.value.most, available) };
};

/** At most every 16 ms, whatever comes: a page paints no faster. */
export const followStock = (): void => {
  let waiting: StockUpdate[] = [];
  client.updates.onStock((update) => {
    waiting.push(update);
    if (waiting.length > 1) return;
    setTimeout(() => {
      const updates = waiting;
      waiting = [];
      batch(() => updates.forEach(setStock));
    }, 16);
  });
};
