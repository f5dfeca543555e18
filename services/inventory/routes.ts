import type { Router } from 'express';
import type { Parts } from './parts.js';
import { addProduct } from './products/addProduct.js';
import { changeProduct } from './products/changeProduct.js';
import { getProduct } from './products/getProduct.js';
import { listProducts } from './products/listProducts.js';
import { withdrawProduct } from './products/withdrawProduct.js';
import { changeStock } from './stock/changeStock.js';
import { getStock } from './stock/getStock.js';
import { release } from './stock/release.js';
import { reserve } from './stock/reserve.js';

/** The catalogue lives under two names. */
const products = (path: string): string[] => [
  `/api/products${path}`,
  `/api/inventory/products${path}`,
];

export const inventoryRoutes =
  (parts: Parts) =>
  (router: Router): void => {
    router.get(products(''), listProducts(parts));
    router.post(products(''), addProduct(parts));
    router.get(products('/:id'), getProduct(parts));
    router.put(products('/:id'), changeProduct(parts));
    router.delete(products('/:id'), withdrawProduct(parts));
    router.get(products('/:id/stock'), getStock(parts));
    router.patch(products('/:id/stock'), changeStock(parts));
    router.post('/api/inventory/reserve', reserve(parts));
    router.post('/api/inventory/release', release(parts));
  };
