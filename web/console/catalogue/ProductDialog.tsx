import { useState } from 'preact/hooks';
import { type ApiProblem, hasCode, type Product } from '../../client/index.js';
import { Dialog } from '../../ui/Dialog.js';
import { TextField } from '../../ui/Field.js';
import { Outcome } from '../parts/States.js';
import { api } from '../state/operator.js';
import { useAction } from '../state/useAction.js';
import { Conflict } from './Conflict.js';
import { DraftFields } from './DraftFields.js';
import { changedTerms, type Draft, emptyDraft, toDraft, toTerms } from './terms.js';

type Props = Readonly<{ product?: Product; onClose: (done?: string) => void }>;

/** Adds a product, or changes one that nobody else has changed meanwhile. */
export const ProductDialog = ({ product, onClose }: Props) =>
  product === undefined ? (
    <AddDialog onClose={onClose} />
  ) : (
    <ChangeDialog product={product} onClose={onClose} />
  );

const AddDialog = ({ onClose }: Pick<Props, 'onClose'>) => {
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [sku, setSku] = useState('');
  const [stock, setStock] = useState('');
  const action = useAction();
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    const body = { ...toTerms(draft), sku, stock: Number(stock) };
    if (await action.run(() => api.post('/api/products', { body: body as never })))
      onClose(`${draft.name} is added.`);
  };

  return (
    <Dialog title="Add a product" onClose={() => onClose()}>
      <form class="stack" onSubmit={(event) => void add(event)}>
        <FormProblem problem={action.problem} />
        <div class="pair">
          <TextField
            label="SKU"
            required
            value={sku}
            wrong={wrongOf(action.problem, 'sku')}
            onText={setSku}
          />
          <TextField
            label="Units"
            type="number"
            required
            min={0}
            value={stock}
            wrong={wrongOf(action.problem, 'stock')}
            onText={setStock}
          />
        </div>
        <DraftFields draft={draft} problem={action.problem} onDraft={setDraft} />
        <button class="button primary wide" type="submit" disabled={action.isBusy}>
          Add it
        </button>
      </form>
    </Dialog>
  );
};

type ChangeProps = Readonly<{ product: Product; onClose: (done?: string) => void }>;

const ChangeDialog = ({ product, onClose }: ChangeProps) => {
  const [base, setBase] = useState(product);
  const [draft, setDraft] = useState<Draft>(toDraft(product));
  const [theirs, setTheirs] = useState<Product | null>(null);
  const action = useAction();

  const save = async (on: Product): Promise<void> => {
    const body = changedTerms(toDraft(on), draft);
    if (Object.keys(body).length === 0) {
      onClose();

      return;
    }
    await action.run(async () => {
      const params = { id: on.id };
      const options = { params, body: body as never, ifMatch: `"${on.version}"` };
      await api.put('/api/products/{id}', options).catch(async (error: unknown) => {
        if (!hasCode(error, 'VERSION_STALE')) throw error;
        setTheirs((await api.get('/api/products/{id}', { params })).body);
        throw error;
      });
      onClose(`${draft.name} is changed.`);
    });
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    void save(base);
  };

  if (theirs !== null)
    return (
      <Dialog title="Changed by somebody else" onClose={() => onClose()}>
        <Conflict
          before={base}
          mine={draft}
          theirs={theirs}
          onTakeTheirs={() => {
            setBase(theirs);
            setDraft(toDraft(theirs));
            setTheirs(null);
            action.clear();
          }}
          onMerge={(merged) => {
            setBase(theirs);
            setDraft(merged);
            setTheirs(null);
            action.clear();
          }}
        />
      </Dialog>
    );

  return (
    <Dialog title={`Change ${product.name}`} onClose={() => onClose()}>
      <form class="stack" onSubmit={submit}>
        <FormProblem problem={action.problem} />
        <DraftFields draft={draft} problem={action.problem} onDraft={setDraft} />
        <button class="button primary wide" type="submit" disabled={action.isBusy}>
          Save
        </button>
      </form>
    </Dialog>
  );
};

/** What belongs to no field. */
const FormProblem = ({ problem }: Readonly<{ problem: ApiProblem | null }>) =>
  problem === null || problem.errors.length > 0 ? null : (
    <Outcome
      action={{
        isBusy: false,
        problem,
        done: null,
        run: () => Promise.resolve(false),
        clear: () => undefined,
      }}
    />
  );

const wrongOf = (problem: ApiProblem | null, path: string): string | undefined =>
  problem?.errors.find((each) => each.path === path)?.message;
