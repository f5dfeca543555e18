import type { ApiProblem } from '../../client/index.js';
import { TextField } from '../../ui/Field.js';
import { type Draft, type DraftField, labels } from './terms.js';

type Props = Readonly<{
  draft: Draft;
  problem: ApiProblem | null;
  onDraft: (draft: Draft) => void;
}>;

type Kind = 'text' | 'number' | 'datetime-local';

type Row = readonly [field: DraftField, kind: Kind, hint?: string];

const pairs: readonly (readonly Row[])[] = [
  [['name', 'text']],
  [
    ['category', 'text'],
    ['description', 'text'],
  ],
  [
    ['price', 'number'],
    ['originalPrice', 'number', 'Struck through beside the price'],
  ],
  [
    ['saleStartsAt', 'datetime-local', 'Your local time; empty: at once'],
    ['saleEndsAt', 'datetime-local', 'Empty: without an end'],
  ],
  [
    ['maxPerCustomer', 'number', 'Empty: as many as there are'],
    ['paymentWindowSeconds', 'number', '30 to 86 400; empty: nothing is to be paid'],
  ],
];

const required: readonly DraftField[] = ['name', 'category', 'price'];

export const DraftFields = ({ draft, problem, onDraft }: Props) => (
  <>
    {pairs.map((pair) => (
      <div class={pair.length > 1 ? 'pair' : ''} key={pair[0]?.[0]}>
        {pair.map(([field, kind, hint]) => (
          <TextField
            key={field}
            label={labels[field]}
            type={kind}
            required={required.includes(field)}
            {...(hint !== undefined && { hint })}
            {...(kind !== 'text' && { step: field.endsWith('rice') ? '0.01' : '1' })}
            value={draft[field]}
            wrong={problem?.errors.find((each) => each.path === field)?.message}
            onText={(text) => onDraft({ ...draft, [field]: text })}
          />
        ))}
      </div>
    ))}
  </>
);
