import { ruleBroken } from '../errors.js';
import type { Inventory, Product } from '../state.js';

/** A product that was added, withdrawn or not: what orders hold of it lives on. */
export const requireAdded = (inventory: Inventory): Product => {
  if (inventory.status === 'NOT_ADDED')
    throw ruleBroken('PRODUCT_NOT_FOUND', 'There is no such product');

  return inventory;
};

/** A product that is still for sale. */
export const requireListed = (inventory: Inventory): Product => {
  const product = requireAdded(inventory);
  if (product.status === 'WITHDRAWN')
    throw ruleBroken('PRODUCT_NOT_FOUND', 'The product was withdrawn');

  return product;
};
