import { useEffect, useState } from 'preact/hooks';
import type { Order } from '../../client/index.js';
import { dateTime } from '../../ui/format.js';
import { client } from '../state/client.js';

type Receipt = Readonly<{
  itemId: string;
  decision: string;
  rule: string;
  requested: number;
  held: number;
  available: number;
  stream: string;
  revision: number;
  decidedAt: string;
}>;

/** Why each line was accepted or refused, and where that can be checked. */
export const Receipts = ({ order }: Readonly<{ order: Order }>) => {
  const [receipts, setReceipts] = useState<readonly Receipt[]>([]);
  useEffect(() => {
    client.api.get('/api/orders/{id}/why', { params: { id: order.id } }).then(
      ({ body }) => setReceipts(body.receipts),
      () => undefined,
    );
  }, [order.id, order.version]);
  if (receipts.length === 0) return null;

  return (
    <section class="card order-panel stack" aria-label="Receipts">
      <h2>Why</h2>
      <ul class="stack">
        {receipts.map((receipt) => (
          <li key={`${receipt.itemId}${receipt.revision}`} class="stack tight">
            <p>{sentenceOf(receipt, order)}</p>
            <p class="small muted">
              Decided {dateTime(receipt.decidedAt)}, revision {receipt.revision} of{' '}
              <code class="stream">{receipt.stream}</code>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
};

const sentenceOf = (receipt: Receipt, { items }: Order): string => {
  const { itemId, decision, requested, held, available, rule } = receipt;
  const name = items.find((item) => item.itemId === itemId)?.name ?? 'The product';
  if (decision === 'ACCEPTED')
    return `${name}: ${held} of ${requested} wanted are held for you; ${available} were left afterwards.`;
  const why = rules[rule] ?? rule.toLowerCase().replaceAll('_', ' ');

  return `${name}: refused, because ${why} (${requested} wanted, ${available} left).`;
};

const rules: Readonly<Record<string, string>> = {
  OUT_OF_STOCK: 'not enough units were left',
  LIMIT_PER_CUSTOMER: 'it would have been more than one person may buy',
  SALE_NOT_STARTED: 'the sale had not started',
  SALE_ENDED: 'the sale was over',
  PRODUCT_WITHDRAWN: 'the product was withdrawn',
  ORDER_CANCELLED: 'the order was cancelled before the decision',
};
