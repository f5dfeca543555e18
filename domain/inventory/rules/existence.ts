import { broken } from '../errors.js';
import type { Inventory, Product } from '../state.js';

/** A product that was added, withdrawn or not: what orders hold of it lives on. */
export const added = (inventory: Inventory): Product => {
  if (inventory.status === 'NOT_ADDED')
    throw broken('PRODUCT_NOT_FOUND', 'There is no such product');

  return inventory;
};

/** A product that is still for sale. */
export const listed = (inventory: Inventory): Product => {
  const product = added(inventory);
  if (product.status === 'WITHDRAWN')
    throw broken('PRODUCT_NOT_FOUND', 'The product was withdrawn');

  return product;
};
