import type { Product } from '../../client/index.js';
import { Dialog } from '../../ui/Dialog.js';
import { Outcome } from '../parts/States.js';
import { api } from '../state/operator.js';
import { useAction } from '../state/useAction.js';

type Props = Readonly<{ product: Product; onClose: (done?: string) => void }>;

export const WithdrawDialog = ({ product, onClose }: Props) => {
  const action = useAction();
  const withdraw = async (): Promise<void> => {
    const options = { params: { id: product.id } };
    if (await action.run(() => api.delete('/api/products/{id}', options)))
      onClose(`${product.name} is withdrawn.`);
  };

  return (
    <Dialog title={`Withdraw ${product.name}?`} onClose={() => onClose()}>
      <div class="stack">
        <p>
          Nobody can buy it any more, and it does not come back. Orders that hold units live on.
        </p>
        <Outcome action={action} />
        <button
          class="button danger wide"
          type="button"
          disabled={action.isBusy}
          onClick={() => void withdraw()}
        >
          Withdraw it for good
        </button>
      </div>
    </Dialog>
  );
};
