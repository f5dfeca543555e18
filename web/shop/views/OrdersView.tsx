import { useState } from 'preact/hooks';
import type { Order } from '../../client/index.js';
import { dateTime } from '../../ui/format.js';
import { Icon } from '../../ui/Icon.js';
import { Outcome, summaryOf } from './OrderPanel.js';
import { stateOf } from '../parts/sentences.js';
import { Spinner } from '../parts/Waiting.js';
import { user } from '../state/client.js';
import { isSigningIn } from '../state/dialogs.js';
import { orders, ordersLoaded } from '../state/orders.js';
import { addressOf } from '../state/router.js';

const filters: Readonly<Record<string, (order: Order) => boolean>> = {
  All: () => true,
  Open: ({ status, payment }) => status === 'PENDING' || payment.status === 'DUE',
  Yours: ({ status }) => ['CONFIRMED', 'SHIPPED', 'DELIVERED'].includes(status),
  Cancelled: ({ status }) => status === 'CANCELLED',
};

export const OrdersView = () => {
  const [filter, setFilter] = useState('All');
  const shown = orders.value.filter(filters[filter] ?? (() => true));
  if (user.value === null) return <LoggedOut />;

  return (
    <div class="stack">
      <h1 tabIndex={-1}>My orders</h1>
      <div class="chips" role="group" aria-label="Which orders">
        {Object.keys(filters).map((name) => (
          <button
            key={name}
            type="button"
            class="chip"
            aria-pressed={filter === name}
            onClick={() => setFilter(name)}
          >
            {name}
          </button>
        ))}
      </div>
      {shown.length > 0 && (
        <ul class="stack" aria-label="Orders">
          {shown.map((order) => (
            <OrderRow key={order.id} order={order} />
          ))}
        </ul>
      )}
      {shown.length === 0 && (ordersLoaded.value ? <NoOrders /> : <Spinner />)}
    </div>
  );
};

const OrderRow = ({ order }: Readonly<{ order: Order }>) => {
  const { label, tone } = stateOf(order);

  return (
    <li class="card order-row stack tight">
      <div class="row apart">
        <h2 class="order-title">
          <a href={addressOf({ name: 'order', id: order.id })}>{summaryOf(order)}</a>
        </h2>
        <span class={`badge ${tone}`}>{label}</span>
      </div>
      <p class="small muted">{dateTime(order.createdAt)}</p>
      <Outcome order={order} />
    </li>
  );
};

const NoOrders = () => (
  <div class="card empty">
    <Icon name="box" />
    <h2>No orders here</h2>
    <p class="muted">What you buy appears here the moment you click.</p>
    <a class="button primary" href={addressOf({ name: 'products' })}>
      Look around
    </a>
  </div>
);

const LoggedOut = () => (
  <div class="card empty">
    <Icon name="user" />
    <h1 tabIndex={-1}>My orders</h1>
    <p class="muted">Log in to see what you have bought.</p>
    <button
      type="button"
      class="button primary"
      onClick={() => {
        isSigningIn.value = true;
      }}
    >
      Log in
    </button>
  </div>
);
