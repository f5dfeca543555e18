import { useId, useState } from 'preact/hooks';
import { count } from '../../ui/format.js';
import { api } from '../state/operator.js';
import { linkTo } from '../state/place.js';
import { useReading } from '../state/useReading.js';
import { short, type StreamEvent } from './EventList.js';
import { Panel, Read } from './States.js';

type Props = Readonly<{ productId: string; last: number }>;

const shownRows = 20;

/** The movements of the product's stream with the balance after each, at any point of its past. */
export const Ledger = ({ productId, last }: Props) => {
  const id = useId();
  const [chosen, setChosen] = useState<number | null>(null);
  const at = Math.min(chosen ?? last, last);
  const stream = `inventory-${productId}`;
  const events = useReading(
    async () =>
      (
        await api.get('/api/streams/{name}', {
          params: { name: stream },
          query: { from: String(at), limit: shownRows },
        })
      ).body.events,
    { key: `${stream} ${at}` },
  );

  return (
    <Panel title="Ledger" about="Every movement of units with the balance after it, newest first.">
      <div class="field">
        <label for={id}>
          {chosen === null
            ? `As it is now, at revision ${count(last)}`
            : `As it was at revision ${count(at)} of ${count(last)}`}
        </label>
        <input
          class="slider"
          id={id}
          type="range"
          min={0}
          max={last}
          value={at}
          onInput={({ currentTarget }) => {
            const revision = Number(currentTarget.value);
            setChosen(revision >= last ? null : revision);
          }}
        />
      </div>
      <Read reading={events} lines={6}>
        {(found) => <Movements events={found} />}
      </Read>
      <p class="small">
        <a href={linkTo('streams', stream)}>The whole stream</a>
      </p>
    </Panel>
  );
};

const Movements = ({ events }: Readonly<{ events: readonly StreamEvent[] }>) => (
  <div class="scroll" tabIndex={0} role="group" aria-label="Movements">
    <table class="table">
      <thead>
        <tr>
          <th scope="col">Revision</th>
          <th scope="col">Movement</th>
          <th scope="col" class="right">
            Units
          </th>
          <th scope="col" class="right">
            Free
          </th>
          <th scope="col" class="right">
            On hand
          </th>
          <th scope="col">Order</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <Movement key={event.id} event={event} />
        ))}
      </tbody>
    </table>
  </div>
);

const Movement = ({
  event: { type, revision, recordedAt, data, links },
}: Readonly<{ event: StreamEvent }>) => {
  const order = links.find(({ kind }) => kind === 'order');
  const { available, onHand } = data;

  return (
    <tr class={available === 0 ? 'sold-out' : undefined}>
      <td class="number">{count(revision)}</td>
      <td>
        {wordsOf(type)}
        {available === 0 && <span class="badge bad">none left</span>}
        <br />
        <span class="small muted number">{timeOf(recordedAt)}</span>
      </td>
      <td class="number right">{changeOf(type, data)}</td>
      <td class="number right">{shownNumber(available)}</td>
      <td class="number right">{shownNumber(onHand)}</td>
      <td>
        {order === undefined ? '–' : <a href={linkTo('orders', order.id)}>{short(order.id)}</a>}
      </td>
    </tr>
  );
};

/** `StockReserved` → "Stock reserved". */
const wordsOf = (type: string): string => {
  const words = type.replaceAll(/(?!^)([A-Z])/g, ' $1').toLowerCase();

  return words.charAt(0).toUpperCase() + words.slice(1);
};

const timeOf = (iso: string): string => new Date(iso).toLocaleTimeString(undefined, precise);

const precise = {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
} as const;

const shownNumber = (value: unknown): string => (typeof value === 'number' ? count(value) : '–');

type Data = StreamEvent['data'];

/** Towards the buyers is minus, as in the books of a store. */
const changes: Readonly<Partial<Record<string, (data: Data) => number>>> = {
  StockReceived: ({ quantity }) => Number(quantity),
  StockAdjusted: ({ change }) => Number(change),
  StockReserved: ({ change }) => -Number(change),
  ReservationReleased: ({ quantity }) => Number(quantity),
};

const changeOf = (type: string, data: Data): string => {
  const change = changes[type]?.(data);
  if (change === undefined || Number.isNaN(change) || change === 0) return '–';

  return change > 0 ? `+${count(change)}` : `−${count(-change)}`;
};
