import { useEffect, useState } from 'preact/hooks';
import { counted } from '../../ui/format.js';
import { Icon } from '../../ui/Icon.js';
import { Notice } from '../../ui/Notice.js';
import { client } from '../state/client.js';
import type { Attempt } from '../state/purchases.js';

const noticeAfterMs = 400;
const readEveryMs = 2_000;

/** A click whose answer takes a while: that it is not lost, and how many are before it. */
export const Waiting = ({ attempt }: Readonly<{ attempt: Attempt }>) => {
  const [isLong, setLong] = useState(false);
  const [ahead, setAhead] = useState<number | null>(null);
  const id = attempt.purchase.items[0]?.productId ?? '';
  useEffect(() => {
    const read = (): void => {
      setLong(true);
      client.api.get('/api/products/{id}/stock', { params: { id } }).then(
        ({ body }) => setAhead(undecidedOf(body)),
        () => undefined,
      );
    };
    const first = setTimeout(read, noticeAfterMs);
    const every = setInterval(read, readEveryMs);

    return () => {
      clearTimeout(first);
      clearInterval(every);
    };
  }, [id]);

  return (
    <div role="status">
      <Notice tone="warn" icon="clock">
        <strong>{titleOf(attempt, isLong)}</strong>
        {isLong && (
          <p class="small">
            {ahead !== null && ahead > 0 && `${counted(ahead, 'unit')} before you being decided. `}
            Your place is kept: there is no need to click again, and it is bought once only.
          </p>
        )}
      </Notice>
    </div>
  );
};

/** Units of others' orders that are not decided, where the shop counts them. */
const undecidedOf = (stock: object): number | null =>
  'outstanding' in stock && typeof stock.outstanding === 'number' ? stock.outstanding : null;

const titleOf = ({ repetition }: Attempt, isLong: boolean): string => {
  if (repetition?.reason === 'no response') return 'No connection – trying again by itself';
  if (repetition !== null) return 'Many people are buying – you are in the waiting room';

  return isLong ? 'You are in the waiting room' : 'Sending your order …';
};

export const Spinner = () => (
  <p class="row muted" role="status">
    <Icon name="clock" /> Loading …
  </p>
);
