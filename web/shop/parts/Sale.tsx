import type { Product } from '../../client/index.js';
import { countdown, dateTime } from '../../ui/format.js';
import { now } from '../../ui/time.js';
import { Icon } from '../../ui/Icon.js';

type Window = Pick<Product, 'saleStartsAt' | 'saleEndsAt'>;

export type Phase = 'before' | 'open' | 'over';

/** Where the sale is, by the server's clock. Repaints every second where it is called. */
export const phaseOf = ({ saleStartsAt, saleEndsAt }: Window): Phase => {
  if (saleStartsAt !== null && Date.parse(saleStartsAt) > now.value) return 'before';

  return saleEndsAt !== null && Date.parse(saleEndsAt) <= now.value ? 'over' : 'open';
};

/** Until the sale starts or ends; nothing where it does neither. */
export const SaleClock = (product: Window) => {
  const phase = phaseOf(product);
  const next = phase === 'before' ? product.saleStartsAt : product.saleEndsAt;
  if (phase === 'over') return <span class="badge">Sale is over</span>;
  if (next === null) return null;
  const leftMs = Date.parse(next) - now.value;

  return (
    <span class={`badge ${phase === 'before' ? 'accent' : 'warn'}`} title={dateTime(next)}>
      <Icon name="clock" />
      {phase === 'before' ? 'Starts in' : 'Ends in'}
      <span class="number" role="timer">
        {countdown(leftMs)}
      </span>
    </span>
  );
};
