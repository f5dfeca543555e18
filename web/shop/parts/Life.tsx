import type { Order } from '../../client/index.js';
import { milliseconds } from '../../ui/format.js';
import { Icon, type IconName } from '../../ui/Icon.js';
import { receivedUpdates } from '../state/orders.js';
import { attempts } from '../state/purchases.js';
import { useHistory } from './history.js';
import { reasonOf } from './sentences.js';

type Step = Readonly<{ icon: IconName; label: string; at: number; tone?: 'bad' | 'good' }>;

/** What has become of a click, with the time since then. */
export const Life = ({ order }: Readonly<{ order: Order }>) => {
  const events = useHistory(order);
  const attempt = attempts.value.find(({ purchase }) => purchase.key === order.idempotencyKey);
  const answeredAt = attempt?.answer?.answeredAt;
  const placedAt = Date.parse(order.createdAt);
  // clocks agree to some milliseconds only; an order is placed before its answer is here
  const shift = Math.min(0, (answeredAt ?? placedAt) - placedAt);
  const steps: Step[] = [
    ...events.flatMap(({ type, time, data }): Step[] => {
      const known = labels[type]?.(data, order);

      return known === undefined ? [] : [{ ...known, at: Date.parse(time) + shift }];
    }),
    ...(answeredAt === undefined
      ? []
      : [{ icon: 'check', label: 'Received by the shop', at: answeredAt } as const]),
    ...pushesOf(order),
  ];
  const start = Math.min(attempt?.clickedAt ?? placedAt, placedAt + shift);

  return (
    <ol class="life" aria-label="What happened">
      {steps
        .sort((one, other) => one.at - other.at)
        .map(({ icon, label, at, tone = '' }) => (
          <li key={`${label}${at}`} class={tone}>
            <Icon name={icon} />
            <span>{label}</span>
            <span class="number muted small">+{milliseconds(at - start)}</span>
          </li>
        ))}
      {order.status === 'PENDING' && (
        <li class="waiting">
          <Icon name="clock" />
          <span>{waitingFor(order)}</span>
        </li>
      )}
    </ol>
  );
};

const waitingFor = ({ inventoryStatus }: Order): string =>
  inventoryStatus === 'WAITLISTED'
    ? 'Waiting for a unit to become free'
    : 'Waiting for the decision';

/** The first push of each status that came while this page was open. */
const pushesOf = ({ id }: Order): Step[] => {
  const [first] = (receivedUpdates.value.get(id) ?? []).filter(
    ({ update }) => update.status !== 'PENDING',
  );

  return first === undefined
    ? []
    : [{ icon: 'notification', label: 'This page was told', at: first.arrivedAt }];
};

type Label = (
  data: Readonly<Record<string, unknown>>,
  order: Order,
) => Omit<Step, 'at'> | undefined;

const says =
  (icon: IconName, label: string, tone?: 'bad' | 'good'): Label =>
  () => ({ icon, label, ...(tone !== undefined && { tone }) });

const labels: Readonly<Record<string, Label>> = {
  OrderPlaced: says('line', 'Order placed'),
  OrderItemReserved: says('box', 'Units reserved for you'),
  OrderItemRefused: says('close', 'Units refused', 'bad'),
  OrderItemWaitlisted: says('clock', 'On the waitlist'),
  OrderConfirmed: says('check', 'Confirmed', 'good'),
  OrderPaid: says('card', 'Paid', 'good'),
  OrderCancelled: (_, order) => ({
    icon: 'close',
    label: `Cancelled. ${reasonOf(order)}`,
    tone: 'bad',
  }),
  OrderShipped: says('truck', 'On its way', 'good'),
  OrderDelivered: says('check', 'Delivered', 'good'),
  OrderItemQuantityChanged: says('line', 'Quantity changed'),
  OrderItemAdded: says('line', 'Product added'),
  OrderItemRemoved: says('line', 'Product taken out'),
  OrderPaymentReminded: says('notification', 'Reminded of the payment'),
};
