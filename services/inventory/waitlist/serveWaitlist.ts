import { randomUUID } from 'node:crypto';
import { type Inventory, isWaitlistUnserved, waitingFor } from '../../../domain/inventory/index.js';
import type { CommandContext } from '../../../platform/commandHandling/index.js';
import { coalesceByKey } from '../../../platform/concurrency/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { Deps } from '../useCases/deps.js';

type ServeDeps = Pick<Deps, 'products' | 'now'> & Readonly<{ logger: Logger }>;

/** Resolves when nobody waits for free units of the product, or this could not be brought about. */
export type WaitlistServer = (productId: string) => Promise<void>;

/** Hands over what one decision could not, decision by decision. */
export const createServeWaitlist = ({ products, now, logger }: ServeDeps): WaitlistServer =>
  coalesceByKey(async (productId) => {
    try {
      while (await isUnserved({ products, now }, productId));
    } catch (error) {
      logger.warn({ err: error, productId }, 'waitlist cannot be served');
    }
  });

const isUnserved = async (
  { products, now }: Pick<Deps, 'products' | 'now'>,
  productId: string,
): Promise<boolean> => {
  const time = now();
  const { state } = await products.handle(
    productId,
    { type: 'ServeWaitlist', data: { productId, now: time } },
    contextOf(productId),
  );

  return isWaitlistUnserved(state, time);
};

/**
 * Returns the same handler; after what leaves units to those who wait it goes on with them.
 * `onWaiting` is called whenever somebody is seen waiting.
 */
export const withWaitlist = (
  { products, now }: Pick<Deps, 'products' | 'now'>,
  serve: WaitlistServer,
  onWaiting: () => void = () => undefined,
): Deps['products'] => ({
  ...products,
  handle: async (productId, command, context) => {
    const handled = await products.handle(productId, command, context);
    if (isSomebodyWaiting(handled.state)) onWaiting();
    if (isWaitlistUnserved(handled.state, now())) void serve(productId);

    return handled;
  },
});

const isSomebodyWaiting = (inventory: Inventory): boolean =>
  inventory.status !== 'NOT_ADDED' && waitingFor(inventory) > 0;

/** Nobody sent it: it goes on with what others began. */
const contextOf = (productId: string): CommandContext => ({
  commandId: randomUUID(),
  correlationId: productId,
  userId: null,
  requestId: null,
  traceparent: null,
});
