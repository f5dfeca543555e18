import type { Router } from 'express';
import { toHandler } from '../../platform/http/index.js';
import { getProduct } from './readSide/getProduct.js';
import { getStock } from './readSide/getStock.js';
import { listProducts } from './readSide/listProducts.js';
import { addProduct } from './useCases/addProduct.js';
import { changeProduct } from './useCases/changeProduct.js';
import { changeStock } from './useCases/changeStock.js';
import type { Deps } from './useCases/deps.js';
import { releaseManually } from './useCases/releaseManually.js';
import { reserveManually } from './useCases/reserveManually.js';
import { withdrawProduct } from './useCases/withdrawProduct.js';

/** The products have two paths. */
const products = (path: string): string[] => [
  `/api/products${path}`,
  `/api/inventory/products${path}`,
];

export const inventoryRoutes =
  (deps: Deps) =>
  (router: Router): void => {
    router.get(products(''), toHandler(listProducts(deps)));
    router.post(products(''), toHandler(addProduct(deps)));
    router.get(products('/:id'), toHandler(getProduct(deps)));
    router.put(products('/:id'), toHandler(changeProduct(deps)));
    router.delete(products('/:id'), toHandler(withdrawProduct(deps)));
    router.get(products('/:id/stock'), toHandler(getStock(deps)));
    router.patch(products('/:id/stock'), toHandler(changeStock(deps)));
    router.post('/api/inventory/reserve', toHandler(reserveManually(deps)));
    router.post('/api/inventory/release', toHandler(releaseManually(deps)));
  };
