import type { Request } from 'express';
import { idParams } from '../../../contracts/http/fields.js';
import { type OrderEvent, orderStream } from '../../../domain/order/index.js';
import type { StoredEvent } from '../../../platform/eventStore/index.js';
import { readFacts } from '../../../platform/facts/index.js';
import { parseParams, requireUser } from '../../../platform/http/index.js';
import { toOrderFact } from '../../../projections/facts/factReaders.js';
import type { ReadDeps } from './deps.js';
import { maySee, orderNotFound } from './requireOwnOrder.js';

/**
 * The events of the order that the request names, for its owner or an admin; 404 for anybody else.
 */
export const readOwnStream = async (
  { eventStore }: Pick<ReadDeps, 'eventStore'>,
  request: Request,
): Promise<Readonly<{ orderId: string; events: readonly StoredEvent<OrderEvent>[] }>> => {
  const principal = requireUser(request);
  const { id: orderId } = parseParams(idParams, request);
  const { events } = await readFacts({ eventStore, toFact: toOrderFact }, orderStream(orderId));
  const [first] = events;
  if (first === undefined || !maySee(principal, first.data.userId)) throw orderNotFound();

  return { orderId, events };
};
