import { Icon } from '../../ui/Icon.js';

type Props = Readonly<{
  /** Of what, for screen readers. */
  label: string;
  value: number;
  least?: number;
  most: number;
  onChange: (value: number) => void;
}>;

export const Quantity = ({ label, value, least = 1, most, onChange }: Props) => (
  <div class="quantity" role="group" aria-label={label}>
    <button
      type="button"
      aria-label="One less"
      disabled={value <= least}
      onClick={() => onChange(value - 1)}
    >
      <Icon name="minus" />
    </button>
    <output class="number">{value}</output>
    <button
      type="button"
      aria-label="One more"
      disabled={value >= most}
      onClick={() => onChange(value + 1)}
    >
      <Icon name="plus" />
    </button>
  </div>
);
