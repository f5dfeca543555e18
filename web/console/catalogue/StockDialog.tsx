import { useState } from 'preact/hooks';
import type { Product } from '../../client/index.js';
import { Dialog } from '../../ui/Dialog.js';
import { TextField } from '../../ui/Field.js';
import { count } from '../../ui/format.js';
import { Outcome, Read } from '../parts/States.js';
import { api } from '../state/operator.js';
import { useAction } from '../state/useAction.js';
import { useReading } from '../state/useReading.js';

type Props = Readonly<{ product: Product; onClose: (done?: string) => void }>;

/** Up or down by a difference, which needs no check: two of them add up. */
export const StockDialog = ({ product, onClose }: Props) => {
  const [text, setText] = useState('');
  const action = useAction();
  const params = { id: product.id };
  const stock = useReading(
    async () => (await api.get('/api/products/{id}/stock', { params })).body,
    { key: product.id, everyMs: 2_000 },
  );
  const change = async (event: Event): Promise<void> => {
    event.preventDefault();
    const body = { adjustment: Number(text) };
    if (await action.run(() => api.patch('/api/products/{id}/stock', { params, body: body })))
      onClose(`${product.name} has ${text.startsWith('-') ? text : `${Number(text)} more`} units.`);
    stock.reload();
  };

  return (
    <Dialog title={`Stock of ${product.name}`} onClose={() => onClose()}>
      <form class="stack" onSubmit={(event) => void change(event)}>
        <Read reading={stock} lines={2}>
          {({ onHand, reserved, available }) => (
            <p class="row number">
              <span class="badge">{count(onHand)} on hand</span>
              <span class="badge">{count(reserved)} reserved</span>
              <span class="badge good">{count(available)} free</span>
            </p>
          )}
        </Read>
        <Outcome action={action} />
        <TextField
          label="Add or take away"
          type="number"
          required
          hint="50 adds units, -3 takes three away"
          value={text}
          wrong={action.problem?.errors[0]?.message}
          onText={setText}
        />
        <button class="button primary wide" type="submit" disabled={action.isBusy}>
          Change the stock
        </button>
      </form>
    </Dialog>
  );
};
