/**
 * A product as the read model has it now, and what of it is not in the topics yet. Prices are in
 * integer minor units of `currency`, times in ISO 8601.
 */
export type FeedRow = Readonly<{
  productId: string;
  sku: string;
  name: string;
  description: string | null;
  category: string;
  price: number;
  originalPrice: number | null;
  currency: string;
  maxPerCustomer: number | null;
  saleStartsAt: Date | null;
  saleEndsAt: Date | null;
  paymentWindowSeconds: number | null;
  withdrawnAt: Date | null;
  version: number;
  available: number;
  /** Orders on the waitlist. */
  waiting: number;
  revision: number;
  createdAt: Date;
  updatedAt: Date;
  /** Details, price, terms or withdrawal. */
  isProductNew: boolean;
  isStockNew: boolean;
}>;
