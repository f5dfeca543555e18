import { count, counted } from '../../ui/format.js';
import { stockOf } from '../state/catalogue.js';

const few = 10;

/** Units that can be bought now, as they change. */
export const StockBar = ({ productId }: Readonly<{ productId: string }>) => {
  const { available, soldOut, waiting, most } = stockOf(productId).value;
  const share = most === 0 ? 0 : Math.max(0.02, available / most);
  const state = soldOut ? 'none' : available <= few ? 'few' : '';

  return (
    <div class="stack tight">
      <div class={`meter ${state}`} aria-hidden="true">
        <span style={{ width: soldOut ? '0' : `${100 * share}%` }} />
      </div>
      <p class="small number row apart">
        {soldOut ? (
          <strong>Sold out</strong>
        ) : (
          <span>
            <strong>{count(available)}</strong> {available <= few ? 'left – be quick' : 'left'}
          </span>
        )}
        {waiting > 0 && <span class="muted">{counted(waiting, 'person', 'people')} waiting</span>}
      </p>
    </div>
  );
};
