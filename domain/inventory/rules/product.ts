import type { AddProduct, ChangeProduct, WithdrawProduct } from '../commands.js';
import { broken } from '../errors.js';
import type {
  InventoryEvent,
  ProductDetailsChanged,
  ProductPriceChanged,
  ProductWithdrawn,
  SaleTerms,
  SaleTermsChanged,
} from '../events.js';
import type { Inventory, Product } from '../state.js';
import { added, listed } from './existence.js';
import { received } from './stock.js';

/** A withdrawn product keeps its SKU. */
export const addProduct = ({ data }: AddProduct, inventory: Inventory): InventoryEvent[] => {
  if (inventory.status !== 'NOT_ADDED') throw broken('SKU_TAKEN', 'The SKU is taken');
  const { now, stock, ...product } = data;
  refuseWindow(product);

  return [
    { type: 'ProductAdded', data: { ...product, addedAt: now } },
    ...received({ productId: data.productId, onHand: 0, reserved: 0 }, stock, now),
  ];
};

export const changeProduct = ({ data }: ChangeProduct, inventory: Inventory): InventoryEvent[] => {
  const product = listed(inventory);
  if (data.expectedVersion !== product.version)
    throw broken('VERSION_STALE', 'The product is at another version');

  return [
    ...detailsChanged(data, product),
    ...priceChanged(data, product),
    ...termsChanged(data, product),
  ];
};

export const withdrawProduct = (
  { data: { productId, now } }: WithdrawProduct,
  inventory: Inventory,
): ProductWithdrawn[] =>
  added(inventory).status === 'WITHDRAWN'
    ? []
    : [{ type: 'ProductWithdrawn', data: { productId, withdrawnAt: now } }];

type Change = ChangeProduct['data'];

const detailsChanged = (change: Change, product: Product): ProductDetailsChanged[] => {
  const {
    name = product.name,
    description = product.description,
    category = product.category,
  } = change;
  if (name === product.name && description === product.description && category === product.category)
    return [];

  const data = { ...about(change), name, description, category };

  return [{ type: 'ProductDetailsChanged', data }];
};

const priceChanged = (change: Change, product: Product): ProductPriceChanged[] => {
  const { price = product.price, originalPrice = product.originalPrice } = change;
  if (price === product.price && originalPrice === product.originalPrice) return [];

  return [{ type: 'ProductPriceChanged', data: { ...about(change), price, originalPrice } }];
};

const termsChanged = (change: Change, product: Product): SaleTermsChanged[] => {
  const {
    maxPerCustomer = product.maxPerCustomer,
    saleStartsAt = product.saleStartsAt,
    saleEndsAt = product.saleEndsAt,
  } = change;
  const terms = { maxPerCustomer, saleStartsAt, saleEndsAt };
  if (
    maxPerCustomer === product.maxPerCustomer &&
    saleStartsAt === product.saleStartsAt &&
    saleEndsAt === product.saleEndsAt
  )
    return [];
  refuseWindow(terms);

  return [{ type: 'SaleTermsChanged', data: { ...about(change), ...terms } }];
};

const about = ({ productId, now }: Change) => ({ productId, changedAt: now });

const refuseWindow = ({ saleStartsAt, saleEndsAt }: SaleTerms): void => {
  if (saleStartsAt === null || saleEndsAt === null) return;
  if (Date.parse(saleEndsAt) <= Date.parse(saleStartsAt))
    throw broken('SALE_WINDOW_INVALID', 'A sale ends after it has started');
};
