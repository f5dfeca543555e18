import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Order } from '../../client/index.js';
import { client } from '../state/client.js';

export type OrderEvent = Readonly<{
  type: string;
  time: string;
  data: Readonly<Record<string, unknown>>;
}>;

const histories = signal<ReadonlyMap<string, readonly OrderEvent[]>>(new Map());

/** Returns the order's events as far as they have been read, and reads them at every version. */
export const useHistory = ({ id, version }: Order): readonly OrderEvent[] => {
  useEffect(() => {
    client.api.get('/api/orders/{id}/history', { params: { id } }).then(
      ({ body }) => {
        histories.value = new Map([...histories.value, [id, body.events]]);
      },
      () => undefined,
    );
  }, [id, version]);

  return histories.value.get(id) ?? [];
};
