import { useState } from 'preact/hooks';
import type { Product } from '../../client/index.js';
import { counted } from '../../ui/format.js';
import { Notice } from '../../ui/Notice.js';
import { now } from '../../ui/time.js';
import { api } from '../state/operator.js';
import { useReading } from '../state/useReading.js';
import { type Draft, type DraftField, draftFields, labels, toDraft } from './terms.js';

type Props = Readonly<{
  /** What the form began with. */
  before: Product;
  mine: Draft;
  theirs: Product;
  onTakeTheirs: () => void;
  onMerge: (draft: Draft) => void;
}>;

/** Two people changed a product: field by field, yours or theirs. Nothing is saved here. */
export const Conflict = ({ before, mine, theirs, onTakeTheirs, onMerge }: Props) => {
  const [was, other] = [toDraft(before), toDraft(theirs)];
  const both = draftFields.filter((field) => mine[field] !== other[field]);
  const [chosen, setChosen] = useState<Partial<Record<DraftField, 'mine' | 'theirs'>>>({});
  const choiceOf = (field: DraftField) =>
    chosen[field] ?? (mine[field] === was[field] ? 'theirs' : 'mine');
  const merged = Object.fromEntries(
    draftFields.map((field) => [field, choiceOf(field) === 'mine' ? mine[field] : other[field]]),
  ) as unknown as Draft;

  return (
    <div class="stack">
      <Notice tone="warn">
        Changed by <Editor productId={theirs.id} /> {ago(theirs.updatedAt)}, while you were at it.
      </Notice>
      {both.map((field) => (
        <fieldset class="choice" key={field}>
          <legend>{labels[field]}</legend>
          {(['mine', 'theirs'] as const).map((side) => (
            <label class="option" key={side}>
              <input
                type="radio"
                name={field}
                checked={choiceOf(field) === side}
                onChange={() => setChosen({ ...chosen, [field]: side })}
              />
              <span>
                <span class="small muted">{side === 'mine' ? 'Yours' : 'Theirs'}</span>
                <br />
                {(side === 'mine' ? mine : other)[field] || 'none'}
              </span>
            </label>
          ))}
        </fieldset>
      ))}
      <div class="row">
        <button class="button primary" type="button" onClick={() => onMerge(merged)}>
          Go on with this
        </button>
        <button class="button" type="button" onClick={onTakeTheirs}>
          Drop mine
        </button>
      </div>
    </div>
  );
};

const changes = ['ProductDetailsChanged', 'ProductPriceChanged', 'SaleTermsChanged'];

/** Whose request wrote the last change into the product's stream. */
const Editor = ({ productId }: Readonly<{ productId: string }>) => {
  const { value } = useReading(() => editorOf(productId), { key: productId });

  return <strong>{value ?? 'somebody'}</strong>;
};

const editorOf = async (productId: string): Promise<string | null> => {
  const params = { name: `inventory-${productId}` };
  const { body } = await api.get('/api/streams/{name}', { params });
  const id = body.events.find(({ type }) => changes.includes(type))?.userId ?? null;
  if (id === null) return null;

  return (await api.get('/api/users/{id}', { params: { id } })).body.email;
};

const ago = (iso: string): string => {
  const minutes = Math.round((now.value - Date.parse(iso)) / 60_000);

  return minutes < 1 ? 'just now' : `${counted(minutes, 'minute')} ago`;
};
