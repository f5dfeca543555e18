import { useEffect, useRef } from 'preact/hooks';
import type { Product } from '../../client/index.js';
import { Picture } from '../parts/Picture.js';
import { Price } from '../parts/Price.js';
import { SaleClock } from '../parts/Sale.js';
import { StockBar } from '../parts/StockBar.js';
import { addressOf } from '../state/router.js';
import { watchWhileVisible } from '../state/watching.js';

export const ProductCard = ({ product }: Readonly<{ product: Product }>) => {
  const card = useRef<HTMLLIElement>(null);
  useEffect(
    () => (card.current === null ? undefined : watchWhileVisible(card.current)),
    [product.id],
  );

  return (
    <li class="card product-card" ref={card} data-product={product.id}>
      <div class="picture-frame">
        <Picture {...product} />
        <SaleClock {...product} />
      </div>
      <div class="product-text">
        <p class="small muted">{product.category}</p>
        <h2 class="product-name">
          <a href={addressOf({ name: 'product', id: product.id })}>{product.name}</a>
        </h2>
        <Price {...product} />
        <StockBar productId={product.id} />
      </div>
    </li>
  );
};
