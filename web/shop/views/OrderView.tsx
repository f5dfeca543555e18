import { useEffect, useState } from 'preact/hooks';
import { ApiProblem, type Order } from '../../client/index.js';
import { dateTime, money } from '../../ui/format.js';
import { Icon } from '../../ui/Icon.js';
import { Notice } from '../../ui/Notice.js';
import { Life } from '../parts/Life.js';
import { Quantity } from '../parts/Quantity.js';
import { sentenceOf, stateOf } from '../parts/sentences.js';
import { Spinner } from '../parts/Waiting.js';
import { client, user } from '../state/client.js';
import { loadOrder, orderOf, takeOrder } from '../state/orders.js';
import { addressOf } from '../state/router.js';
import { Outcome } from './OrderPanel.js';
import { Receipts } from './Receipts.js';

export const OrderView = ({ id }: Readonly<{ id: string }>) => {
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { value: somebody } = user;
  useEffect(() => {
    if (somebody !== null)
      loadOrder(id).then(
        () => setProblem(null),
        (error: unknown) => setProblem(error instanceof ApiProblem ? error : null),
      );
  }, [id, somebody]);
  const order = orderOf(id);

  return (
    <div class="stack">
      <a class="back row" href={addressOf({ name: 'orders' })}>
        <Icon name="left" /> My orders
      </a>
      {order === undefined ? (
        <>
          <h1 tabIndex={-1}>Order</h1>
          {problem === null ? <Spinner /> : <Notice tone="bad">{sentenceOf(problem)}</Notice>}
        </>
      ) : (
        <Details order={order} />
      )}
    </div>
  );
};

const Details = ({ order }: Readonly<{ order: Order }>) => {
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { label, tone } = stateOf(order);
  const attempt = (work: Promise<unknown>): void => {
    setProblem(null);
    work.catch((error: unknown) =>
      setProblem(error instanceof ApiProblem ? error : new ApiProblem(0, {})),
    );
  };

  return (
    <>
      <div class="row apart">
        <div class="stack tight">
          <h1 tabIndex={-1}>Order of {dateTime(order.createdAt)}</h1>
          <p class="mono muted">{order.id}</p>
        </div>
        <span class={`badge ${tone}`} role="status">
          {label}
        </span>
      </div>
      <Outcome order={order} />
      {problem !== null && (
        <Notice tone="bad" isUrgent>
          {sentenceOf(problem)}
        </Notice>
      )}
      <div class="columns">
        <section class="card order-panel stack" aria-label="Items">
          <h2>Items</h2>
          <Items order={order} onChange={attempt} />
          <div class="row apart">
            <strong class="number">{money(order.totalAmount, order.currency)}</strong>
            {['PENDING', 'CONFIRMED'].includes(order.status) && (
              <button
                type="button"
                class="button small danger"
                onClick={() => attempt(cancel(order))}
              >
                Cancel the order
              </button>
            )}
          </div>
        </section>
        <section class="card order-panel stack" aria-label="What happened">
          <h2>What happened</h2>
          <Life order={order} />
        </section>
      </div>
      <Receipts order={order} />
    </>
  );
};

const cancel = async ({ id }: Order): Promise<void> =>
  takeOrder((await client.api.delete('/api/orders/{id}', { params: { id } })).body.order);

type ItemsProps = Readonly<{ order: Order; onChange: (work: Promise<unknown>) => void }>;

/** Quantities can be changed while the order is confirmed and unpaid, one change at a time. */
const Items = ({ order, onChange }: ItemsProps) => {
  const canChange = order.status === 'CONFIRMED' && order.payment.status !== 'PAID';
  const change = async (itemId: string, quantity: number): Promise<void> => {
    const options = { params: { id: order.id, itemId }, body: { quantity } };
    takeOrder((await client.api.put('/api/orders/{id}/items/{itemId}', options)).body.order);
  };

  return (
    <ul class="items">
      {order.items.map(({ itemId, productId, name, quantity, lineTotal, inventoryStatus }) => (
        <li key={itemId} class="row apart">
          <a href={addressOf({ name: 'product', id: productId })}>{name}</a>
          {canChange ? (
            <Quantity
              label={`Quantity of ${name}`}
              value={quantity}
              most={inventoryStatus === 'PENDING' ? quantity : 1000}
              least={inventoryStatus === 'PENDING' ? quantity : 1}
              onChange={(wanted) => onChange(change(itemId, wanted))}
            />
          ) : (
            <span class="number">{quantity} ×</span>
          )}
          <span class="number">{money(lineTotal, order.currency)}</span>
        </li>
      ))}
    </ul>
  );
};
