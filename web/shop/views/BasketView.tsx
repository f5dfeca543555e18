import { useState } from 'preact/hooks';
import type { ApiProblem, Line, Product } from '../../client/index.js';
import { money } from '../../ui/format.js';
import { Icon } from '../../ui/Icon.js';
import { Notice } from '../../ui/Notice.js';
import { Picture } from '../parts/Picture.js';
import { Quantity } from '../parts/Quantity.js';
import { sentenceOf } from '../parts/sentences.js';
import { Waiting } from '../parts/Waiting.js';
import { basket, emptyBasket, setQuantity } from '../state/basket.js';
import { products } from '../state/catalogue.js';
import { user } from '../state/client.js';
import { isSigningIn } from '../state/dialogs.js';
import { attempts, buy } from '../state/purchases.js';
import { addressOf, go } from '../state/router.js';

type Row = Line & Readonly<{ product: Product }>;

/** Lines of products that are on sale, in the order of the catalogue. */
const rowsOf = (lines: readonly Line[], all: readonly Product[]): readonly Row[] =>
  all.flatMap((product) => {
    const line = lines.find(({ productId }) => productId === product.id);

    return line === undefined ? [] : [{ ...line, product }];
  });

export const BasketView = () => {
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const rows = rowsOf(basket.value, products.value ?? []);
  const sending = attempts.value.find(({ answer }) => answer === null);
  if (rows.length === 0) return <Empty />;
  const total = rows.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0);
  const order = async (): Promise<void> => {
    setProblem(null);
    if (user.value === null) {
      isSigningIn.value = true;

      return;
    }
    const placed = await buy({
      items: rows.map(({ productId, quantity }) => ({ productId, quantity })),
    });
    if (placed !== null) {
      emptyBasket();
      go({ name: 'order', id: placed.id });
    } else setProblem(lastProblem());
  };

  return (
    <div class="stack narrow">
      <h1 tabIndex={-1}>Basket</h1>
      <ul class="stack" aria-label="Products in the basket">
        {rows.map((row) => (
          <BasketRow key={row.productId} {...row} />
        ))}
      </ul>
      <div class="row apart">
        <span>Total</span>
        <strong class="number total">{money(total, rows[0]?.product.currency ?? 'EUR')}</strong>
      </div>
      {sending !== undefined && <Waiting attempt={sending} />}
      {problem !== null && (
        <Notice tone="bad" isUrgent>
          {sentenceOf(problem)}
        </Notice>
      )}
      <button
        type="button"
        class="button primary wide"
        disabled={sending !== undefined}
        onClick={() => void order()}
      >
        <Icon name="bolt" /> {user.value === null ? 'Log in and buy' : 'Buy everything'}
      </button>
      <p class="small muted">Nothing is reserved while it is in the basket: the sale goes on.</p>
    </div>
  );
};

const lastProblem = (): ApiProblem | null => {
  const answer = attempts.value.at(-1)?.answer ?? null;

  return answer !== null && 'problem' in answer ? answer.problem : null;
};

const BasketRow = ({ product, quantity }: Row) => (
  <li class="card basket-row">
    <Picture {...product} />
    <div class="stack tight">
      <a href={addressOf({ name: 'product', id: product.id })}>{product.name}</a>
      <span class="number muted small">{money(product.price, product.currency)} each</span>
    </div>
    <Quantity
      label={`Quantity of ${product.name}`}
      value={quantity}
      least={0}
      most={product.maxPerCustomer ?? 100}
      onChange={(wanted) => setQuantity(product.id, wanted)}
    />
  </li>
);

const Empty = () => (
  <div class="card empty">
    <Icon name="bag" />
    <h1 tabIndex={-1}>Your basket is empty</h1>
    <p class="muted">Put something into it, or buy with one click.</p>
    <a class="button primary" href={addressOf({ name: 'products' })}>
      Look around
    </a>
  </div>
);
