import {
  type MessageHeaders,
  type ProductState,
  sources,
  type StockState,
  type Topic,
} from '../../../contracts/messages/index.js';
import { inventoryStream } from '../../../domain/inventory/index.js';
import { createNameUuid } from '../../../platform/identifiers/index.js';
import type { FeedRow } from './feedRow.js';

export type FeedMessage = Readonly<{
  topic: Topic;
  key: string;
  headers: MessageHeaders;
  payload: ProductState | StockState;
}>;

/** What the topics do not have yet of the product. `now` is ISO 8601 UTC. */
export const feedMessages = (row: FeedRow, now: string): readonly FeedMessage[] => [
  ...(row.isProductNew ? [productMessage(row, now)] : []),
  ...(row.isStockNew ? [stockMessage(row, now)] : []),
];

const productMessage = (row: FeedRow, now: string): FeedMessage =>
  messageOf(row, {
    topic: 'product.changed',
    now,
    payload: {
      productId: row.productId,
      sku: row.sku,
      name: row.name,
      description: row.description,
      category: row.category,
      price: row.price,
      originalPrice: row.originalPrice,
      currency: row.currency,
      maxPerCustomer: row.maxPerCustomer,
      saleStartsAt: row.saleStartsAt?.toISOString() ?? null,
      saleEndsAt: row.saleEndsAt?.toISOString() ?? null,
      paymentWindowSeconds: row.paymentWindowSeconds,
      withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
      version: row.version,
      revision: row.revision,
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
    },
  });

const stockMessage = (row: FeedRow, now: string): FeedMessage => {
  const { productId, available, waiting, revision } = row;

  return messageOf(row, {
    topic: 'stock.updated',
    now,
    payload: { productId, available, soldOut: available === 0, waiting, revision },
  });
};

type Content = Pick<FeedMessage, 'topic' | 'payload'> & Readonly<{ now: string }>;

const messageOf = (
  { productId, revision }: FeedRow,
  { topic, payload, now }: Content,
): FeedMessage => ({
  topic,
  key: productId,
  payload,
  headers: {
    ce_id: stateId(`${topic}/${productId}/${revision}`),
    ce_type: topic,
    ce_source: sources[topic],
    ce_time: now,
    ce_specversion: '1.0',
    ce_subject: productId,
    stream: inventoryStream(productId),
    revision: String(revision),
  },
});

const stateId = createNameUuid('7b0a6a0c-2f0d-5c43-9d5e-3a1f6f1c8e27');
