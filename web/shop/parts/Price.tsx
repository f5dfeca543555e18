import type { Product } from '../../client/index.js';
import { money } from '../../ui/format.js';

type Props = Pick<Product, 'price' | 'originalPrice' | 'currency'>;

export const Price = ({ price, originalPrice, currency }: Props) => (
  <p class="price">
    <strong class="number">{money(price, currency)}</strong>
    {originalPrice !== null && originalPrice > price && (
      <>
        <span class="hidden-but-read">instead of</span>
        <s class="number muted">{money(originalPrice, currency)}</s>
        <span class="badge accent">−{Math.round(100 * (1 - price / originalPrice))} %</span>
      </>
    )}
  </p>
);
