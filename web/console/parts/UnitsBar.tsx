import type { components } from '../../client/apiTypes.js';
import { count } from '../../ui/format.js';

export type SaleUnits = components['schemas']['SaleFigures']['units'];

const fates = [
  ['free', 'Free', 'nobody has them'],
  ['outstanding', 'Outstanding', 'ordered, not decided yet'],
  ['held', 'Held', 'reserved, to be paid'],
  ['paid', 'Paid', 'reserved for good'],
  ['shipped', 'Shipped', 'have left'],
  ['waiting', 'Waiting', 'on the waitlist'],
] as const;

/** What is ordered and undecided, or waits, is no unit of the stock: it stands beside the bar. */
const inBar = new Set(['free', 'held', 'paid', 'shipped']);

export const UnitsBar = ({ units }: Readonly<{ units: SaleUnits }>) => {
  const total = units.free + units.held + units.paid + units.shipped;

  return (
    <div class="stack">
      <div class="units" aria-hidden="true">
        {fates
          .filter(([fate]) => inBar.has(fate) && units[fate] > 0)
          .map(([fate]) => (
            <span
              key={fate}
              class={`part ${fate}`}
              style={{ width: `${total === 0 ? 0 : (100 * units[fate]) / total}%` }}
            />
          ))}
      </div>
      <dl class="tiles">
        {fates.map(([fate, label, about]) => (
          <div class="tile" key={fate}>
            <dt>
              <span class={`dot ${fate}`} /> {label}
            </dt>
            <dd class="figure number">{count(units[fate])}</dd>
            <dd class="small muted">{about}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
};
