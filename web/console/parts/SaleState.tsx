import type { Product } from '../../client/index.js';
import { countdown, dateTime, money } from '../../ui/format.js';
import { now } from '../../ui/time.js';
import type { SaleUnits } from './UnitsBar.js';

type Props = Readonly<{ product: Product | undefined; units: SaleUnits }>;

/** In one line: is it on, and what are its terms. */
export const SaleState = ({ product, units }: Props) => {
  if (product === undefined) return <p class="badge">withdrawn</p>;
  const { price, currency, maxPerCustomer, paymentWindowSeconds } = product;
  const [tone, text] = stateOf(product, units.free);

  return (
    <p class="row">
      <span class={`badge ${tone}`}>{text}</span>
      <span class="badge">{money(price, currency)}</span>
      {maxPerCustomer !== null && <span class="badge">at most {maxPerCustomer} per buyer</span>}
      {paymentWindowSeconds !== null && (
        <span class="badge">to be paid within {countdown(paymentWindowSeconds * 1000)}</span>
      )}
    </p>
  );
};

const stateOf = ({ saleStartsAt, saleEndsAt }: Product, free: number): [string, string] => {
  const { value: time } = now;
  if (saleStartsAt !== null && Date.parse(saleStartsAt) > time)
    return ['accent', `starts in ${countdown(Date.parse(saleStartsAt) - time)}`];
  if (saleEndsAt !== null && Date.parse(saleEndsAt) <= time)
    return ['', `ended ${dateTime(saleEndsAt)}`];

  return free === 0 ? ['bad', 'sold out'] : ['good', 'on sale'];
};
