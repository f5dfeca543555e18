import { useState } from 'preact/hooks';
import { ApiProblem, type Order } from '../../client/index.js';
import { countdown, money } from '../../ui/format.js';
import { Icon } from '../../ui/Icon.js';
import { Notice } from '../../ui/Notice.js';
import { settings } from '../../ui/settings.js';
import { now } from '../../ui/time.js';
import { Life } from '../parts/Life.js';
import { reasonOf, sentenceOf, stateOf } from '../parts/sentences.js';
import { client } from '../state/client.js';
import { takeOrder } from '../state/orders.js';
import { addressOf } from '../state/router.js';

/** An order in short: what it is, what has happened, what to do. */
export const OrderPanel = ({ order }: Readonly<{ order: Order }>) => {
  const { label, tone } = stateOf(order);

  return (
    <article class="card order-panel stack" aria-label="Your order">
      <div class="row apart">
        <h2 class="order-title">
          <a href={addressOf({ name: 'order', id: order.id })}>Your order</a>
        </h2>
        <span class={`badge ${tone}`} role="status">
          {label}
        </span>
      </div>
      <p>{summaryOf(order)}</p>
      <Outcome order={order} />
      <Life order={order} />
    </article>
  );
};

export const summaryOf = ({ items, totalAmount, currency }: Order): string => {
  const names = items
    .filter(({ quantity }) => quantity > 0)
    .map((item) => `${item.quantity} × ${item.name}`);

  return `${names.join(', ')} · ${money(totalAmount, currency)}`;
};

/** What the buyer should know or do now. */
export const Outcome = ({ order }: Readonly<{ order: Order }>) => {
  if (order.status === 'CANCELLED')
    return (
      <Notice tone="bad" icon="close">
        {reasonOf(order)}
        {order.payment.refundDue === true && ' You get your money back.'}
      </Notice>
    );
  if (order.status === 'PENDING' && order.waitlist) return <WaitlistPlace {...order.waitlist} />;
  if (order.status === 'CONFIRMED' && order.payment.status === 'DUE')
    return <Payment order={order} />;

  return null;
};

const WaitlistPlace = ({ place, ahead = 0 }: NonNullable<Order['waitlist']>) => (
  <Notice tone="warn" icon="clock">
    <strong>{ahead === 0 ? 'You are next' : `${ahead} before you`}</strong> on the waitlist (place{' '}
    {place}). You are told when a unit is yours.
  </Notice>
);

const Payment = ({ order }: Readonly<{ order: Order }>) => {
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const leftMs = Date.parse(order.payment.payBy ?? '') - now.value;
  const pay = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      // the same order is paid once, however often it is clicked
      const body = { reference: `simulated-${order.id}`, amount: order.totalAmount };
      const options = { params: { id: order.id }, body };
      takeOrder((await client.api.post('/api/orders/{id}/payment', options)).body.order);
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error : new ApiProblem(0, {}));
    } finally {
      setBusy(false);
    }
  };

  return (
    <div class="stack tight outcome">
      <Notice tone="warn" icon="card">
        <strong>It is yours</strong> if you pay within{' '}
        <strong class="number" role="timer">
          {countdown(leftMs)}
        </strong>
        .
      </Notice>
      {!settings.isProduction && (
        <button
          type="button"
          class="button primary wide"
          disabled={isBusy || leftMs <= 0}
          onClick={() => void pay()}
        >
          <Icon name="card" /> Pay {money(order.totalAmount, order.currency)} (simulated)
        </button>
      )}
      {problem !== null && (
        <Notice tone="bad" isUrgent>
          {sentenceOf(problem)}
        </Notice>
      )}
    </div>
  );
};
