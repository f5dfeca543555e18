import { randomUUID } from 'node:crypto';
import { type NodeStore } from '../../store/eventStore.js';
import { resolveLink, unresolved } from '../../store/reads/links.js';
import { AllSource } from './allSource.js';
import { eventMessage } from './eventMessage.js';
import { type Outgoing, type ReadMessage } from './outgoing.js';
import { type ReadRequest } from './readRequest.js';
import { StreamSource } from './streamSource.js';
import { type Delivery, type SubscriptionSource } from './subscriptionSource.js';
import { type ReadResp, streams } from '../wire.js';

const pagesPerTurn = 64;

/**
 * A catch-up subscription: a cursor that is pulled along the log, notified of commits. Nothing is
 * buffered for a slow reader, nothing can be lost between catching up and being live, and
 * `caughtUp` comes once.
 */
export const subscribe = async (
  store: NodeStore,
  request: ReadRequest,
  out: Outgoing,
): Promise<void> => {
  const stream = request.target.kind === 'stream' ? sourceOf(store, request) : null;
  let isLive = false;
  const toMessage = (delivery: Delivery): ReadMessage =>
    messageOf(store, request, { delivery, isLive });
  const stopListening = store.onCommit(() => {
    setImmediate(() => {
      out.notify();
    });
  });
  try {
    await out.send(confirmation());
    // what is wrong with a position in $all is said behind the confirmation
    const source = stream ?? sourceOf(store, request);
    await deliverPages(source, out, toMessage);
    for (const delivery of source.goLive()) await out.send(toMessage(delivery));
    isLive = true;
    await out.send(new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp()));
    while (!out.isOver) {
      await deliverPages(source, out, toMessage);
      if (!source.hasMore()) await out.wait();
    }
  } finally {
    stopListening();
  }
};

const deliverPages = async (
  source: SubscriptionSource,
  out: Outgoing,
  toMessage: (delivery: Delivery) => ReadMessage,
): Promise<void> => {
  for (let page = 1; source.hasMore() && !out.isOver; page += 1) {
    // A filter may pass over a million events without sending one.
    if (page % pagesPerTurn === 0) await new Promise(setImmediate);
    for (const delivery of source.nextPage()) {
      if (!(await out.send(toMessage(delivery)))) return;
    }
  }
};

const sourceOf = ({ reader }: NodeStore, { target, filter }: ReadRequest): SubscriptionSource =>
  target.kind === 'all'
    ? new AllSource(reader, target.from, filter)
    : new StreamSource(reader, target.name, target.from);

const messageOf = (
  store: NodeStore,
  { resolveLinks, ids }: ReadRequest,
  { delivery, isLive }: { readonly delivery: Delivery; readonly isLive: boolean },
): ReadMessage => {
  if (delivery.kind === 'event') {
    const { event } = delivery;

    return eventMessage(
      resolveLinks ? resolveLink(store.reader, event, { isLive }) : unresolved(event),
      ids,
    );
  }
  const checkpoint = new streams.ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(delivery.position.commit));
  checkpoint.setPreparePosition(String(delivery.position.prepare));

  return new streams.ReadResp().setCheckpoint(checkpoint);
};

const confirmation = (): ReadResp => {
  const message = new streams.ReadResp.SubscriptionConfirmation();
  message.setSubscriptionId(randomUUID());

  return new streams.ReadResp().setConfirmation(message);
};
