import { useState } from 'preact/hooks';
import type { Order } from '../../client/index.js';
import { TextField } from '../../ui/Field.js';
import { dateTime, money } from '../../ui/format.js';
import { Pages } from '../catalogue/CatalogueView.js';
import { Buyer, Buyers } from '../parts/Buyers.js';
import { short } from '../parts/EventList.js';
import { OrderDetails } from '../parts/OrderDetails.js';
import { Empty, Heading, Panel, Read } from '../parts/States.js';
import { api } from '../state/operator.js';
import { linkTo, place } from '../state/place.js';
import { useReading } from '../state/useReading.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An order by its id, a buyer as `user:` and the id, or a search. */
export const OrdersPage = () => {
  const { id } = place.value;
  if (id.startsWith('user:')) return <BuyerPage key={id} userId={id.slice('user:'.length)} />;

  return uuid.test(id) ? <OrderDetails key={id} id={id} /> : <Search />;
};

const Search = () => {
  const [text, setText] = useState('');
  const sought = text.trim();
  const submit = (event: Event): void => {
    event.preventDefault();
    if (uuid.test(sought)) location.hash = linkTo('orders', sought);
  };

  return (
    <>
      <Heading title="Orders and buyers" about="Find an order, see why, and help the buyer." />
      <form role="search" onSubmit={submit}>
        <TextField
          label="Search"
          type="search"
          hint="An order's id, an e-mail address or a part of it, or an Idempotency-Key"
          value={text}
          onText={setText}
        />
      </form>
      {sought !== '' && !uuid.test(sought) && <Buyers search={sought} />}
      {uuid.test(sought) && (
        <p>
          <a href={linkTo('orders', sought)}>Open the order {short(sought)}</a>
        </p>
      )}
      <OrderList
        key={sought}
        title={isKey(sought) ? 'The order of this key' : 'Newest orders'}
        filter={isKey(sought) ? { idempotencyKey: sought } : {}}
      />
    </>
  );
};

const isKey = (text: string): boolean => /^[\w.:-]{8,128}$/.test(text) && !uuid.test(text);

const BuyerPage = ({ userId }: Readonly<{ userId: string }>) => (
  <>
    <p class="small">
      <a href={linkTo('orders')}>Orders and buyers</a>
    </p>
    <h1>Buyer</h1>
    <Buyer userId={userId} />
    <OrderList title="Their orders" filter={{ userId }} />
  </>
);

type Filter = Readonly<{ userId?: string; idempotencyKey?: string }>;

const statuses = ['', 'PENDING', 'CONFIRMED', 'CANCELLED', 'SHIPPED', 'DELIVERED'] as const;

const OrderList = ({ title, filter }: Readonly<{ title: string; filter: Filter }>) => {
  const [page, setPage] = useState(1);
  const [status, setStatus] = useState<Order['status'] | ''>('');
  const query = {
    ...filter,
    page,
    limit: 20,
    ...(status !== '' && { status }),
  };
  const reading = useReading(async () => (await api.get('/api/orders', { query: query })).body, {
    key: JSON.stringify(query),
    everyMs: 5_000,
  });

  return (
    <Panel title={title}>
      <div class="field narrow">
        <label for="status">Status</label>
        <select
          class="input"
          id="status"
          value={status}
          onChange={({ currentTarget }) => {
            setStatus(currentTarget.value as Order['status'] | '');
            setPage(1);
          }}
        >
          {statuses.map((each) => (
            <option key={each} value={each}>
              {each === '' ? 'All' : each.toLowerCase()}
            </option>
          ))}
        </select>
      </div>
      <Read reading={reading} lines={8}>
        {({ orders, total }) =>
          total === 0 ? (
            <Empty icon="box" title="No order" />
          ) : (
            <>
              <ul class="rows">
                {orders.map((order) => (
                  <OrderRow key={order.id} order={order} />
                ))}
              </ul>
              <Pages page={page} pages={Math.ceil(total / 20)} onPage={setPage} />
            </>
          )
        }
      </Read>
    </Panel>
  );
};

const toneOf = (status: Order['status']): string =>
  ({ PENDING: 'warn', CONFIRMED: 'good', CANCELLED: 'bad', SHIPPED: 'accent', DELIVERED: '' })[
    status
  ];

const OrderRow = ({ order }: Readonly<{ order: Order }>) => (
  <li>
    <a class="row-link" href={linkTo('orders', order.id)}>
      <span class="row">
        <strong class="mono">{short(order.id)}</strong>
        <span class={`badge ${toneOf(order.status)}`}>{order.status.toLowerCase()}</span>
      </span>
      <span class="small muted number">
        {order.items.map(({ name, quantity }) => `${quantity} × ${name}`).join(', ')} ·{' '}
        {money(order.totalAmount, order.currency)} · {dateTime(order.createdAt)}
      </span>
    </a>
  </li>
);
