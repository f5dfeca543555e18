import type { EventLink, StreamEvent } from '../../../contracts/http/admin/streams.js';
import { withAmounts } from '../../../contracts/http/money.js';
import { inventoryStream } from '../../../domain/inventory/index.js';
import { orderStream } from '../../../domain/order/index.js';
import type { StoredEvent } from '../../../platform/eventStore/index.js';

/** What people read of an event: users are ids, which name nobody once an account is deleted. */
export const toStreamEvent = (event: StoredEvent): StreamEvent => {
  const metadata = event.metadata as unknown as Readonly<Record<string, unknown>>;

  return {
    id: event.id,
    type: event.type,
    revision: event.revision,
    position: String(event.position),
    recordedAt: event.recordedAt,
    data: withAmounts(event.data) as StreamEvent['data'],
    schemaVersion: typeof metadata['schemaVersion'] === 'number' ? metadata['schemaVersion'] : null,
    correlationId: textOf(metadata['$correlationId']),
    causationId: textOf(metadata['$causationId']),
    requestId: textOf(metadata['requestId']),
    userId: textOf(metadata['userId']),
    links: linksOf(event.data),
  };
};

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The order, product and buyer that the data names, lines included, each once. */
const linksOf = (data: unknown): EventLink[] => {
  // what somebody else wrote there may be no object
  if (!isRecord(data)) return [];
  const lines = Array.isArray(data['items']) ? (data['items'] as unknown[]) : [data['item']];
  const links = [data, ...lines].flatMap(linksOfObject);

  return [...new Map(links.map((link) => [`${link.kind}:${link.id}`, link])).values()];
};

const linksOfObject = (value: unknown): EventLink[] => {
  if (!isRecord(value)) return [];
  const { orderId, productId, userId } = value;

  return [
    ...linkOf('order', orderId, orderStream),
    ...linkOf('product', productId, inventoryStream),
    ...linkOf('user', userId, () => null),
  ];
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const linkOf = (
  kind: EventLink['kind'],
  id: unknown,
  streamOf: (id: string) => string | null,
): EventLink[] =>
  typeof id === 'string' && !id.startsWith('manual:') ? [{ kind, id, stream: streamOf(id) }] : [];
