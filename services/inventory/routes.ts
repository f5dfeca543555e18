import type { Router } from 'express';
import { getProduct } from './readSide/getProduct.js';
import { getStock } from './readSide/getStock.js';
import { listProducts } from './readSide/listProducts.js';
import { addProduct } from './useCases/addProduct.js';
import { changeProduct } from './useCases/changeProduct.js';
import { changeStock } from './useCases/changeStock.js';
import type { Deps } from './useCases/deps.js';
import { release } from './useCases/releaseManually.js';
import { reserve } from './useCases/reserveManually.js';
import { withdrawProduct } from './useCases/withdrawProduct.js';

/** The catalogue lives under two names. */
const products = (path: string): string[] => [
  `/api/products${path}`,
  `/api/inventory/products${path}`,
];

export const inventoryRoutes =
  (deps: Deps) =>
  (router: Router): void => {
    router.get(products(''), listProducts(deps));
    router.post(products(''), addProduct(deps));
    router.get(products('/:id'), getProduct(deps));
    router.put(products('/:id'), changeProduct(deps));
    router.delete(products('/:id'), withdrawProduct(deps));
    router.get(products('/:id/stock'), getStock(deps));
    router.patch(products('/:id/stock'), changeStock(deps));
    router.post('/api/inventory/reserve', reserve(deps));
    router.post('/api/inventory/release', release(deps));
  };
