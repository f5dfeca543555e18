import type { AddProduct, ChangeProduct, RevokeNameClaim, WithdrawProduct } from '../commands.js';
import { ruleBroken } from '../errors.js';
import type {
  InventoryEvent,
  NameClaimRevoked,
  ProductAdded,
  ProductDetailsChanged,
  ProductPriceChanged,
  ProductWithdrawn,
  SaleTerms,
  SaleTermsChanged,
} from '../events.js';
import type { Inventory, Product } from '../state.js';
import { requireAdded, requireListed } from './existence.js';
import { receiveStock } from './stock.js';

/** A withdrawn product keeps its SKU. */
export const addProduct = ({ data }: AddProduct, inventory: Inventory): InventoryEvent[] => {
  if (inventory.status !== 'NOT_ADDED') throw ruleBroken('SKU_TAKEN', 'The SKU is taken');
  if (data.expectedVersion !== inventory.version)
    throw ruleBroken('NAME_TAKEN', 'The name was not taken in time, and may be given away');
  const { productId, stock, now } = data;
  requireSaleWindow(data);
  requireOriginalPrice(data);

  return [productAdded(data), ...receiveStock({ productId, onHand: 0, reserved: 0 }, stock, now)];
};

/** Returns an event for each group of fields that gets another value. */
export const changeProduct = ({ data }: ChangeProduct, inventory: Inventory): InventoryEvent[] => {
  const product = requireListed(inventory);
  requireVersion(product, data.expectedVersion);

  return [
    ...changeDetails(data, product),
    ...changePrice(data, product),
    ...changeTerms(data, product),
  ];
};

/**
 * Raises the version, so that a change which was decided before is refused. A withdrawn product
 * takes no name any more.
 */
export const revokeNameClaim = (
  { data: { productId, name, expectedVersion, now } }: RevokeNameClaim,
  inventory: Inventory,
): NameClaimRevoked[] => {
  if (inventory.status === 'WITHDRAWN') return [];
  requireVersion(inventory, expectedVersion);

  return [{ type: 'NameClaimRevoked', data: { productId, name, revokedAt: now } }];
};

export const withdrawProduct = (
  { data: { productId, now } }: WithdrawProduct,
  inventory: Inventory,
): ProductWithdrawn[] =>
  requireAdded(inventory).status === 'WITHDRAWN' ? [] : [productWithdrawn(productId, now)];

const requireVersion = ({ version }: Inventory, expected: number): void => {
  if (version !== expected) throw ruleBroken('VERSION_STALE', 'The product is at another version');
};

type Change = ChangeProduct['data'];

const changeDetails = (change: Change, product: Product): ProductDetailsChanged[] => {
  const {
    name = product.name,
    description = product.description,
    category = product.category,
  } = change;
  if (name === product.name && description === product.description && category === product.category)
    return [];

  return [productDetailsChanged(change, { name, description, category })];
};

const changePrice = (change: Change, product: Product): ProductPriceChanged[] => {
  const { price = product.price, originalPrice = product.originalPrice } = change;
  if (price === product.price && originalPrice === product.originalPrice) return [];
  requireOriginalPrice({ price, originalPrice });

  return [productPriceChanged(change, { price, originalPrice })];
};

const changeTerms = (change: Change, product: Product): SaleTermsChanged[] => {
  const {
    maxPerCustomer = product.maxPerCustomer,
    saleStartsAt = product.saleStartsAt,
    saleEndsAt = product.saleEndsAt,
    paymentWindowSeconds = product.paymentWindowSeconds,
  } = change;
  const terms = { maxPerCustomer, saleStartsAt, saleEndsAt, paymentWindowSeconds };
  if (
    maxPerCustomer === product.maxPerCustomer &&
    saleStartsAt === product.saleStartsAt &&
    saleEndsAt === product.saleEndsAt &&
    paymentWindowSeconds === product.paymentWindowSeconds
  )
    return [];
  requireSaleWindow(terms);

  return [saleTermsChanged(change, terms)];
};

const requireSaleWindow = ({ saleStartsAt, saleEndsAt }: SaleTerms): void => {
  if (saleStartsAt === null || saleEndsAt === null) return;
  if (Date.parse(saleEndsAt) <= Date.parse(saleStartsAt))
    throw ruleBroken('SALE_WINDOW_INVALID', 'A sale ends after it has started');
};

const requireOriginalPrice = ({
  price,
  originalPrice,
}: Pick<Product, 'price' | 'originalPrice'>): void => {
  if (originalPrice !== null && originalPrice < price)
    throw ruleBroken('ORIGINAL_PRICE_INVALID', 'The original price is not below the price');
};

const productAdded = ({
  now,
  stock: _stock,
  expectedVersion: _expectedVersion,
  ...product
}: AddProduct['data']): ProductAdded => ({
  type: 'ProductAdded',
  data: { ...product, addedAt: now },
});

const productWithdrawn = (productId: string, now: string): ProductWithdrawn => ({
  type: 'ProductWithdrawn',
  data: { productId, withdrawnAt: now },
});

const productDetailsChanged = (
  { productId, now }: Change,
  details: Pick<Product, 'name' | 'description' | 'category'>,
): ProductDetailsChanged => ({
  type: 'ProductDetailsChanged',
  data: { productId, changedAt: now, ...details },
});

const productPriceChanged = (
  { productId, now }: Change,
  prices: Pick<Product, 'price' | 'originalPrice'>,
): ProductPriceChanged => ({
  type: 'ProductPriceChanged',
  data: { productId, changedAt: now, ...prices },
});

const saleTermsChanged = ({ productId, now }: Change, terms: SaleTerms): SaleTermsChanged => ({
  type: 'SaleTermsChanged',
  data: { productId, changedAt: now, ...terms },
});
