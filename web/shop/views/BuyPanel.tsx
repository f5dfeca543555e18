import { useState } from 'preact/hooks';
import type { ApiProblem, Product } from '../../client/index.js';
import { countdown, counted, money } from '../../ui/format.js';
import { Icon } from '../../ui/Icon.js';
import { Notice } from '../../ui/Notice.js';
import { now } from '../../ui/time.js';
import { Quantity } from '../parts/Quantity.js';
import { phaseOf } from '../parts/Sale.js';
import { sentenceOf } from '../parts/sentences.js';
import { Waiting } from '../parts/Waiting.js';
import { addToBasket } from '../state/basket.js';
import { stockOf } from '../state/catalogue.js';
import { user } from '../state/client.js';
import { isSigningIn } from '../state/dialogs.js';
import { orders } from '../state/orders.js';
import { buy, openAttemptFor, type Attempt, type Wish } from '../state/purchases.js';
import { OrderPanel } from './OrderPanel.js';

const mostWithoutLimit = 20;

/** How many, and the click; then what has become of it. */
export const BuyPanel = ({ product }: Readonly<{ product: Product }>) => {
  const [quantity, setQuantity] = useState(1);
  const [added, setAdded] = useState(0);
  const attempt = openAttemptFor(product.id);
  const mine = orders.value.find(({ items }) =>
    items.some((item) => item.productId === product.id),
  );
  const problem = problemOf(attempt);
  const isSending = attempt?.answer === null;

  return (
    <section class="stack" aria-label="Buy">
      {phaseOf(product) === 'open' && (
        <HowMany product={product} value={quantity} onChange={setQuantity} />
      )}
      <Buttons
        product={product}
        quantity={quantity}
        isSending={isSending}
        onAdd={() => {
          addToBasket(product.id, quantity);
          setAdded(added + quantity);
        }}
      />
      <div role="status">
        {added > 0 && <p class="small">{counted(added, 'unit')} put into the basket.</p>}
      </div>
      {isSending && <Waiting attempt={attempt} />}
      {problem !== null && (
        <Notice tone="bad" isUrgent>
          {sentenceOf(problem)}
        </Notice>
      )}
      {mine !== undefined && <OrderPanel key={mine.id} order={mine} />}
    </section>
  );
};

const problemOf = (attempt: Attempt | undefined): ApiProblem | null => {
  const answer = attempt?.answer ?? null;

  return answer !== null && 'problem' in answer ? answer.problem : null;
};

type HowManyProps = Readonly<{
  product: Product;
  value: number;
  onChange: (quantity: number) => void;
}>;

const HowMany = ({ product, value, onChange }: HowManyProps) => {
  const { maxPerCustomer, price, currency } = product;
  const limit = maxPerCustomer === null ? '' : ` · at most ${maxPerCustomer} per person`;

  return (
    <div class="row">
      <Quantity
        label="Quantity"
        value={value}
        most={maxPerCustomer ?? mostWithoutLimit}
        onChange={onChange}
      />
      <span class="muted small number">
        {money(price * value, currency)}
        {limit}
      </span>
    </div>
  );
};

type ButtonsProps = Readonly<{
  product: Product;
  quantity: number;
  isSending: boolean;
  onAdd: () => void;
}>;

const Buttons = ({ product, quantity, isSending, onAdd }: ButtonsProps) => {
  const phase = phaseOf(product);
  const { soldOut } = stockOf(product.id).value;
  const click = (ifSoldOut?: 'WAIT') => {
    const items = [{ productId: product.id, quantity }];
    start({ items, ...(ifSoldOut !== undefined && { ifSoldOut }) });
  };
  if (phase === 'before')
    return (
      <button class="button primary wide" type="button" disabled>
        Starts in {countdown(Date.parse(product.saleStartsAt ?? '') - now.value)}
      </button>
    );
  if (phase === 'over')
    return (
      <button class="button primary wide" type="button" disabled>
        The sale is over
      </button>
    );
  if (soldOut)
    return (
      <div class="stack tight">
        <button
          class="button wide"
          type="button"
          disabled={isSending}
          onClick={() => click('WAIT')}
        >
          <Icon name="clock" /> Sold out – join the waitlist
        </button>
        <p class="small muted">
          When a unit becomes free, it goes to whoever waits longest. You get it without a click.
        </p>
      </div>
    );

  return (
    <div class="buttons">
      <button class="button primary" type="button" disabled={isSending} onClick={() => click()}>
        <Icon name="bolt" /> Buy now
      </button>
      <button class="button" type="button" onClick={onAdd}>
        <Icon name="bag" /> Into the basket
      </button>
    </div>
  );
};

/** Whoever is not logged in does so first; the order is sent then. */
const start = (wish: Wish): void => {
  void buy(wish);
  if (user.value === null) isSigningIn.value = true;
};
