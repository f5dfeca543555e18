import { Fragment } from 'preact';
import type { Order } from '../../client/index.js';
import { dateTime, money } from '../../ui/format.js';
import { api } from '../state/operator.js';
import { linkTo } from '../state/place.js';
import { useAction } from '../state/useAction.js';
import { useReading } from '../state/useReading.js';
import { Buyer } from './Buyers.js';
import { EventList, short } from './EventList.js';
import { Outcome, Panel, Read } from './States.js';

export const OrderDetails = ({ id }: Readonly<{ id: string }>) => {
  const reading = useReading(
    async () => (await api.get('/api/orders/{id}', { params: { id } })).body,
    { key: id, everyMs: 3_000 },
  );

  return (
    <>
      <p class="small">
        <a href={linkTo('orders')}>Orders and buyers</a>
      </p>
      <h1>
        Order <span class="mono">{short(id)}</span>
      </h1>
      <Read reading={reading} lines={8}>
        {(order) => (
          <>
            <Facts order={order} onChanged={reading.reload} />
            <Panel title="Buyer">
              <Buyer userId={order.userId} />
            </Panel>
            <Receipts id={id} version={order.version} />
            <Events id={id} version={order.version} />
          </>
        )}
      </Read>
    </>
  );
};

type FactsProps = Readonly<{ order: Order; onChanged: () => void }>;

const Facts = ({ order, onChanged }: FactsProps) => (
  <Panel title="State">
    <dl class="facts">
      {factsOf(order).map(([name, text]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd class="break">{text}</dd>
        </Fragment>
      ))}
    </dl>
    <ul class="stack tight">
      {order.items.map((item) => (
        <li class="row apart" key={item.itemId}>
          <a href={linkTo('sale', item.productId)}>
            {item.quantity} × {item.name}
          </a>
          <span class="number small muted">
            {item.inventoryStatus.toLowerCase()} · {money(item.lineTotal, order.currency)}
          </span>
        </li>
      ))}
    </ul>
    <OrderActions order={order} onChanged={onChanged} />
  </Panel>
);

const factsOf = (order: Order): readonly (readonly [string, string])[] => [
  ['Status', order.status.toLowerCase() + (order.reason === undefined ? '' : `, ${order.reason}`)],
  ['Units', order.inventoryStatus.toLowerCase()],
  ['Payment', paymentOf(order)],
  ['Total', money(order.totalAmount, order.currency)],
  ['Placed', dateTime(order.createdAt)],
  ['Key', order.idempotencyKey],
  ['Id', order.id],
];

const paymentOf = ({ payment: { status, payBy } }: Order): string =>
  status.toLowerCase() + (status === 'DUE' && payBy !== undefined ? `, by ${dateTime(payBy)}` : '');

const OrderActions = ({ order: { id, status, version, payment }, onChanged }: FactsProps) => {
  const action = useAction();
  const act = async (work: () => Promise<unknown>, done: string): Promise<void> => {
    await action.run(work, done);
    onChanged();
  };
  const advance = (next: 'SHIPPED' | 'DELIVERED') => {
    const options = { params: { id }, body: { status: next }, ifMatch: `"${version}"` };

    return act(() => api.put('/api/orders/{id}', options), `It is ${next.toLowerCase()}.`);
  };
  const cancel = () =>
    act(() => api.delete('/api/orders/{id}', { params: { id } }), 'It is cancelled.');
  const button = (label: string, tone: string, onClick: () => Promise<void>) => (
    <button
      class={`button ${tone}`}
      type="button"
      disabled={action.isBusy}
      onClick={() => void onClick()}
    >
      {label}
    </button>
  );

  return (
    <>
      <Outcome action={action} />
      <div class="row">
        {status === 'CONFIRMED' &&
          payment.status !== 'DUE' &&
          button('Ship', 'primary', () => advance('SHIPPED'))}
        {status === 'SHIPPED' && button('Mark as delivered', 'primary', () => advance('DELIVERED'))}
        {(status === 'CONFIRMED' || status === 'PENDING') &&
          button('Cancel the order', 'danger', cancel)}
      </div>
    </>
  );
};

type AboutProps = Readonly<{ id: string; version: number }>;

const Receipts = ({ id, version }: AboutProps) => {
  const reading = useReading(
    async () => (await api.get('/api/orders/{id}/why', { params: { id } })).body.receipts,
    { key: `${id} ${version}` },
  );

  return (
    <Panel title="Why" about="What the inventory decided, and where anybody can check it.">
      <Read reading={reading} lines={2}>
        {(receipts) =>
          receipts.length === 0 ? (
            <p class="muted">Nothing has been decided yet.</p>
          ) : (
            <ul class="stack tight">
              {receipts.map((receipt) => (
                <li class="row apart" key={`${receipt.itemId} ${receipt.revision}`}>
                  <span>
                    <span class={`badge ${receipt.decision === 'ACCEPTED' ? 'good' : 'bad'}`}>
                      {receipt.decision.toLowerCase()}
                    </span>{' '}
                    {wordsOf(receipt.rule)}: {receipt.requested} asked for, {receipt.held} held
                  </span>
                  <a class="small" href={linkTo('streams', receipt.stream)}>
                    revision {receipt.revision} of the product
                  </a>
                </li>
              ))}
            </ul>
          )
        }
      </Read>
    </Panel>
  );
};

/** `IN_STOCK` → "in stock". */
const wordsOf = (code: string): string => code.toLowerCase().replaceAll('_', ' ');

const Events = ({ id, version }: AboutProps) => {
  const name = `order-${id}`;
  const reading = useReading(
    async () => (await api.get('/api/streams/{name}', { params: { name } })).body.events,
    { key: `${name} ${version}` },
  );

  return (
    <Panel title="Events" about="Newest first.">
      <Read reading={reading}>{(events) => <EventList events={events} />}</Read>
    </Panel>
  );
};
