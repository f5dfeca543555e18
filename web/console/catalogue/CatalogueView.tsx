import { useState } from 'preact/hooks';
import type { Product } from '../../client/index.js';
import { count, countdown, dateTime, money } from '../../ui/format.js';
import { Icon } from '../../ui/Icon.js';
import { Empty, Heading, Outcome, Read } from '../parts/States.js';
import { api } from '../state/operator.js';
import { linkTo } from '../state/place.js';
import { type Action, useAction } from '../state/useAction.js';
import { useReading } from '../state/useReading.js';
import { ProductDialog } from './ProductDialog.js';
import { StockDialog } from './StockDialog.js';
import { WithdrawDialog } from './WithdrawDialog.js';

/** `new`, or what is done with a product. */
type Open = Readonly<{ what: 'add' } | { what: 'change' | 'stock' | 'withdraw'; product: Product }>;

export const CatalogueView = () => {
  const [page, setPage] = useState(1);
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<Open | null>(null);
  const action = useAction();
  const reading = useReading(
    async () =>
      (
        await api.get('/api/products', {
          query: { page, limit: 50, ...(search !== '' && { search }) },
        })
      ).body,
    { key: `${page} ${search}`, everyMs: 5_000 },
  );
  const close = (done?: string): void => {
    setOpen(null);
    if (done !== undefined) void action.run(() => Promise.resolve(), done);
    reading.reload();
  };

  return (
    <>
      <Heading title="Catalogue" about="What is sold, from when, how many to whom.">
        <button class="button primary" type="button" onClick={() => setOpen({ what: 'add' })}>
          <Icon name="plus" /> Add a product
        </button>
      </Heading>
      <Outcome action={action} />
      <div class="field">
        <label for="search">Search</label>
        <input
          class="input"
          id="search"
          type="search"
          placeholder="Name, SKU or description"
          value={search}
          onInput={({ currentTarget }) => {
            setSearch(currentTarget.value);
            setPage(1);
          }}
        />
      </div>
      <Read reading={reading} lines={8}>
        {({ products, total }) =>
          total === 0 ? (
            <Empty icon="bag" title={search === '' ? 'No product yet' : 'Nothing like that'}>
              {search === '' ? 'Add the first one.' : 'Search for something else.'}
            </Empty>
          ) : (
            <>
              <Products products={products} onOpen={setOpen} />
              <Pages page={page} pages={Math.ceil(total / 50)} onPage={setPage} />
            </>
          )
        }
      </Read>
      <OpenDialog open={open} action={action} onClose={close} />
    </>
  );
};

type DialogProps = Readonly<{
  open: Open | null;
  action: Action;
  onClose: (done?: string) => void;
}>;

const OpenDialog = ({ open, onClose }: DialogProps) => {
  switch (open?.what) {
    case undefined:
      return null;
    case 'add':
      return <ProductDialog onClose={onClose} />;
    case 'change':
      return <ProductDialog product={open.product} onClose={onClose} />;
    case 'stock':
      return <StockDialog product={open.product} onClose={onClose} />;
    case 'withdraw':
      return <WithdrawDialog product={open.product} onClose={onClose} />;
  }
};

type ProductsProps = Readonly<{ products: readonly Product[]; onOpen: (open: Open) => void }>;

const Products = ({ products, onOpen }: ProductsProps) => (
  <ul class="products">
    {products.map((product) => (
      <li class="card product" key={product.id}>
        <div class="product-name">
          <a href={linkTo('sale', product.id)}>
            <strong>{product.name}</strong>
          </a>
          <p class="small muted">
            {product.sku} · {product.category}
          </p>
        </div>
        <p class="number">
          {money(product.price, product.currency)}
          <br />
          <span class={`badge ${product.stock.soldOut ? 'bad' : ''}`}>
            {product.stock.soldOut ? 'sold out' : `${count(product.stock.available)} free`}
          </span>
        </p>
        <p class="small muted terms">
          {windowOf(product)}
          <br />
          {product.maxPerCustomer === null ? 'no limit' : `${product.maxPerCustomer} per buyer`}
          {product.paymentWindowSeconds !== null &&
            `, ${countdown(product.paymentWindowSeconds * 1000)} to pay`}
        </p>
        <div class="row actions">
          <ActionButton
            label="Change"
            product={product}
            onClick={() => onOpen({ what: 'change', product })}
          />
          <ActionButton
            label="Stock"
            product={product}
            onClick={() => onOpen({ what: 'stock', product })}
          />
          <ActionButton
            label="Withdraw"
            product={product}
            onClick={() => onOpen({ what: 'withdraw', product })}
          />
        </div>
      </li>
    ))}
  </ul>
);

const windowOf = ({ saleStartsAt, saleEndsAt }: Product): string => {
  const from = saleStartsAt === null ? '' : `from ${dateTime(saleStartsAt)}`;
  const until = saleEndsAt === null ? '' : `until ${dateTime(saleEndsAt)}`;

  return from + until === '' ? 'on sale without an end' : `${from} ${until}`.trim();
};

type ButtonProps = Readonly<{ label: string; product: Product; onClick: () => void }>;

const ActionButton = ({ label, product, onClick }: ButtonProps) => (
  <button
    class={`button small ${label === 'Withdraw' ? 'danger' : ''}`}
    type="button"
    aria-label={`${label} ${product.name}`}
    onClick={onClick}
  >
    {label}
  </button>
);

type PagesProps = Readonly<{ page: number; pages: number; onPage: (page: number) => void }>;

export const Pages = ({ page, pages, onPage }: PagesProps) =>
  pages <= 1 ? null : (
    <nav class="row" aria-label="More pages">
      <button
        class="button small"
        type="button"
        disabled={page <= 1}
        onClick={() => onPage(page - 1)}
      >
        Before
      </button>
      <span class="small muted number">
        {page} of {pages}
      </span>
      <button
        class="button small"
        type="button"
        disabled={page >= pages}
        onClick={() => onPage(page + 1)}
      >
        Next
      </button>
    </nav>
  );
