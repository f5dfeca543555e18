import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiProblem, type Product } from '../../client/index.js';
import { countdown, dateTime } from '../../ui/format.js';
import { Icon } from '../../ui/Icon.js';
import { Notice } from '../../ui/Notice.js';
import { Picture } from '../parts/Picture.js';
import { Price } from '../parts/Price.js';
import { SaleClock } from '../parts/Sale.js';
import { sentenceOf } from '../parts/sentences.js';
import { StockBar } from '../parts/StockBar.js';
import { Spinner } from '../parts/Waiting.js';
import { loadProduct, products } from '../state/catalogue.js';
import { addressOf } from '../state/router.js';
import { watchWhileVisible } from '../state/watching.js';
import { BuyPanel } from './BuyPanel.js';

export const ProductView = ({ id }: Readonly<{ id: string }>) => {
  const [loaded, setLoaded] = useState<Product | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  useEffect(() => {
    setLoaded(null);
    setProblem(null);
    loadProduct(id).then(setLoaded, (error: unknown) =>
      setProblem(error instanceof ApiProblem ? error : new ApiProblem(0, {})),
    );
  }, [id, products.value]);
  const product = loaded ?? products.value?.find((each) => each.id === id) ?? null;

  return (
    <div class="stack">
      <a class="back row" href={addressOf({ name: 'products' })}>
        <Icon name="left" /> All products
      </a>
      {product === null || problem?.status === 404 ? (
        <>
          <h1 tabIndex={-1}>Product</h1>
          {problem === null ? <Spinner /> : <Notice tone="bad">{sentenceOf(problem)}</Notice>}
        </>
      ) : (
        <Details product={product} />
      )}
    </div>
  );
};

const Details = ({ product }: Readonly<{ product: Product }>) => {
  const place = useRef<HTMLElement>(null);
  useEffect(
    () => (place.current === null ? undefined : watchWhileVisible(place.current)),
    [product.id],
  );

  return (
    <article class="product" ref={place} data-product={product.id}>
      <div class="card picture-frame">
        <Picture {...product} />
        <SaleClock {...product} />
      </div>
      <div class="stack">
        <div class="stack tight">
          <p class="muted">{product.category}</p>
          <h1 tabIndex={-1}>{product.name}</h1>
          <Price {...product} />
        </div>
        {product.description !== null && <p class="description">{product.description}</p>}
        <StockBar productId={product.id} />
        <BuyPanel product={product} />
        <Terms {...product} />
      </div>
    </article>
  );
};

const Terms = (product: Product) => {
  const { maxPerCustomer, paymentWindowSeconds, saleStartsAt, saleEndsAt, sku } = product;
  const terms = [
    ['Per person', maxPerCustomer === null ? 'As many as you like' : `At most ${maxPerCustomer}`],
    ...(saleStartsAt === null ? [] : [['Sale starts', dateTime(saleStartsAt)]]),
    ...(saleEndsAt === null ? [] : [['Sale ends', dateTime(saleEndsAt)]]),
    [
      'Payment',
      paymentWindowSeconds === null
        ? 'Nothing to do here: a confirmed order is final'
        : `Within ${countdown(paymentWindowSeconds * 1000)} minutes of the confirmation`,
    ],
    ['Article', sku],
  ];

  return (
    <section aria-label="Terms of this sale">
      <dl class="terms small">
        {terms.map(([name, value]) => (
          <div key={name}>
            <dt class="muted">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
