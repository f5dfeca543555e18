import { useComputed, useSignal, type Signal } from '@preact/signals';
import type { Product } from '../../client/index.js';
import { counted } from '../../ui/format.js';
import { Icon } from '../../ui/Icon.js';
import { loadingFailed, loadProducts, products } from '../state/catalogue.js';
import { ProductCard } from './ProductCard.js';

export const Grid = () => {
  const category = useSignal('');
  const search = useSignal('');
  const shown = useComputed(() =>
    (products.value ?? []).filter((product) => matches(product, category.value, search.value)),
  );
  const { value: all } = products;
  if (all === null) return loadingFailed.value ? <Failed /> : <Bones />;
  const categories = [...new Set(all.map((product) => product.category))].sort();

  return (
    <div class="stack">
      <div class="hero">
        <div class="stack tight">
          <h1 tabIndex={-1}>Gone in a flash</h1>
          <p class="muted">
            Stock is live, your place in the queue is kept, and every answer comes with a reason.
          </p>
        </div>
        <label class="search">
          <span class="hidden-but-read">Search the products</span>
          <Icon name="search" />
          <input
            type="search"
            class="input"
            placeholder="Search"
            value={search.value}
            onInput={({ currentTarget }) => {
              search.value = currentTarget.value;
            }}
          />
        </label>
      </div>
      <Categories names={categories} chosen={category} />
      <p class="hidden-but-read" role="status">
        {counted(shown.value.length, 'product')}
      </p>
      {shown.value.length === 0 ? (
        <Nothing isFiltered={all.length > 0} />
      ) : (
        <ul class="grid" aria-label="Products">
          {shown.value.map((product) => (
            <ProductCard key={product.id} product={product} />
          ))}
        </ul>
      )}
    </div>
  );
};

type CategoriesProps = Readonly<{ names: readonly string[]; chosen: Signal<string> }>;

const Categories = ({ names, chosen }: CategoriesProps) => (
  <div class="chips" role="group" aria-label="Categories" hidden={names.length < 2}>
    {['', ...names].map((name) => (
      <button
        key={name}
        type="button"
        class="chip"
        aria-pressed={chosen.value === name}
        onClick={() => {
          chosen.value = name;
        }}
      >
        {name === '' ? 'Everything' : name}
      </button>
    ))}
  </div>
);

const matches = (product: Product, category: string, search: string): boolean =>
  (category === '' || product.category === category) &&
  `${product.name} ${product.category}`.toLowerCase().includes(search.trim().toLowerCase());

const Nothing = ({ isFiltered }: Readonly<{ isFiltered: boolean }>) => (
  <div class="card empty">
    <Icon name={isFiltered ? 'search' : 'box'} />
    <h2>{isFiltered ? 'Nothing like that here' : 'Nothing on sale yet'}</h2>
    <p class="muted">
      {isFiltered
        ? 'Try another word, or look at everything.'
        : 'As soon as the shop adds a product, it appears here.'}
    </p>
  </div>
);

const Failed = () => (
  <div class="card empty">
    <Icon name="offline" />
    <h1 tabIndex={-1}>The products cannot be loaded</h1>
    <p class="muted">The shop does not answer at the moment. This page tries again by itself.</p>
    <button type="button" class="button primary" onClick={() => void loadProducts()}>
      Try again
    </button>
  </div>
);

const Bones = () => (
  <div class="stack" aria-busy="true">
    <h1 tabIndex={-1} class="hidden-but-read">
      Products
    </h1>
    <p class="hidden-but-read" role="status">
      Loading the products
    </p>
    <ul class="grid" aria-hidden="true">
      {Array.from({ length: 8 }, (_, index) => (
        <li key={index} class="card product-card">
          <div class="picture bone" />
          <div class="product-text">
            <p class="bone">A name</p>
            <p class="bone">A price</p>
          </div>
        </li>
      ))}
    </ul>
  </div>
);
