import { useMemo, useState } from 'preact/hooks';
import type { components } from '../../client/apiTypes.js';
import type { Product } from '../../client/index.js';
import { Chart } from '../parts/Chart.js';
import { DoorCharts } from '../parts/DoorCharts.js';
import { Ledger } from '../parts/Ledger.js';
import { SaleState } from '../parts/SaleState.js';
import { Empty, Heading, Panel, Read } from '../parts/States.js';
import { UnitsBar } from '../parts/UnitsBar.js';
import { api } from '../state/operator.js';
import { linkTo, place } from '../state/place.js';
import { useReading } from '../state/useReading.js';

type SaleFigures = components['schemas']['SaleFigures'];

const everyMs = 2_000;

export const SalePage = () => {
  const products = useReading(
    async () =>
      (await api.get('/api/products', { query: { limit: 100, sort: '-createdAt' } })).body.products,
    { key: 'products', everyMs: 15_000 },
  );

  return (
    <>
      <Heading title="Sale" about="Where every unit of a product is, and what comes in." />
      <Read reading={products}>
        {(found) =>
          found.length === 0 ? (
            <Empty icon="bag" title="There is no product yet">
              <a href={linkTo('catalogue')}>Add one to the catalogue</a>
            </Empty>
          ) : (
            <Sale products={found} />
          )
        }
      </Read>
    </>
  );
};

const Sale = ({ products }: Readonly<{ products: readonly Product[] }>) => {
  const id = place.value.id || (products[0]?.id ?? '');
  const listed = products.find((each) => each.id === id);
  const unlisted = useUnlisted(listed === undefined ? id : '');
  const product = listed ?? unlisted ?? undefined;
  const figures = useReading(
    async () =>
      (await api.get('/api/operations/sales/{productId}', { params: { productId: id } })).body,
    { key: id, everyMs },
  );

  return (
    <>
      <div class="field">
        <label for="product">Product</label>
        <select
          class="input"
          id="product"
          value={id}
          onChange={({ currentTarget }) => {
            location.hash = linkTo('sale', currentTarget.value);
          }}
        >
          {listed === undefined && (
            <option value={id}>{product?.name ?? 'A product that was withdrawn'}</option>
          )}
          {products.map((each) => (
            <option key={each.id} value={each.id}>
              {each.name} · {each.sku}
            </option>
          ))}
        </select>
      </div>
      <Read reading={figures} lines={8}>
        {(sale) => (
          <>
            <SaleState product={product} units={sale.units} />
            <Panel title="Units" about="Free, held and paid are together what is on hand.">
              <UnitsBar units={sale.units} />
            </Panel>
            <SaleCharts key={sale.productId} sale={sale} />
            <DoorCharts />
            <Ledger
              key={`ledger ${sale.productId}`}
              productId={sale.productId}
              last={sale.revision}
            />
          </>
        )}
      </Read>
    </>
  );
};

/** A product that is not among the newest hundred; null for one that was withdrawn. */
const useUnlisted = (id: string): Product | null =>
  useReading(
    async () => (id === '' ? null : (await api.get('/api/products/{id}', { params: { id } })).body),
    { key: `product ${id}`, everyMs: 15_000 },
  ).value;

const minutes = [1, 5, 15] as const;

const SaleCharts = ({ sale }: Readonly<{ sale: SaleFigures }>) => {
  const [range, setRange] = useState<number>(15);
  const data = useMemo(() => perSecond(sale, range * 60), [sale, range]);
  const { p50Ms, p99Ms } = sale.decision;

  return (
    <Panel title="Orders of this product per second" about="Of the last minutes, as decided.">
      <div class="row" role="group" aria-label="Time shown">
        {minutes.map((each) => (
          <button
            key={each}
            type="button"
            class={`button small ${each === range ? 'chosen' : ''}`}
            aria-pressed={each === range}
            onClick={() => setRange(each)}
          >
            {each} min
          </button>
        ))}
      </div>
      <Chart
        summary={`Orders placed, confirmed and refused per second over ${range} minutes`}
        lines={[
          { label: 'placed', color: 'series-1' },
          { label: 'confirmed', color: 'series-2' },
          { label: 'refused', color: 'series-3' },
        ]}
        data={data}
        marked={soldOutAt(sale)}
      />
      <p class="small muted">
        From click to decision: half within {shownMs(p50Ms)}, 99 % within {shownMs(p99Ms)}.
      </p>
    </Panel>
  );
};

/** The last unit went with the last order that was confirmed; null while there are some. */
const soldOutAt = ({ units, seconds }: SaleFigures): number | null =>
  units.free > 0 ? null : (seconds.findLast(({ confirmed }) => confirmed > 0)?.at ?? null);

const shownMs = (value: number | null): string =>
  value === null ? '–' : `${Math.round(value)} ms`;

/** Seconds of nothing are not sent; a chart shows them. */
const perSecond = ({ time, seconds }: SaleFigures, length: number) => {
  const end = Math.floor(Date.parse(time) / 1000);
  const known = new Map(seconds.map((each) => [each.at, each]));
  const times = Array.from({ length }, (_, index) => end - length + 1 + index);
  const line = (name: 'placed' | 'confirmed' | 'refused') =>
    times.map((at) => known.get(at)?.[name] ?? 0);

  return [times, line('placed'), line('confirmed'), line('refused')] as const;
};
