import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import {
  inventoryDecider,
  inventoryEventShapes,
  inventoryStream,
} from '../../../domain/inventory/index.js';
import {
  productNameDecider,
  productNameEventShapes,
  productNameStream,
} from '../../../domain/productName/index.js';
import {
  type CommandContext,
  createCommandHandler,
  createIdempotentHandler,
} from '../../../platform/commandHandling/index.js';
import { connectEventStore, type EventStore } from '../../../platform/eventStore/index.js';
import { productIdOf } from '../../../services/inventory/useCases/productIds.js';
import {
  claimName,
  claimOf,
  giveUpClaim,
  freeName,
} from '../../../services/inventory/useCases/productNames.js';
import { eventStoreUrl } from '../../support/servers/sharedEventStore.js';
import { logger } from './inventoryFixture.js';

describe('Names of products: requests that interleave', () => {
  it('do not free a name that the product took back meanwhile', async () => {
    const [id, first, second] = await addedProduct();
    await rename(id, second);
    const formerClaim = await claimed(id, first);
    await rename(id, first);
    await freeName(deps, formerClaim, context());

    expect(
      await codeOf(claimName(deps, { name: first, productId: otherId() }, context())),
    ).to.equal('NAME_TAKEN');
  });

  it('do not free a name that another change of the product is about to take', async () => {
    const [id, , wanted] = await addedProduct();
    const waiting = await claimName(deps, { name: wanted, productId: id }, context());
    const refused = await claimName(deps, { name: wanted, productId: id }, context());
    await giveUpClaim(deps, refused, context());
    expect((await change(id, wanted, 1)).state).to.include({ name: wanted });

    expect(await isTaken(wanted)).to.equal(true);
    await giveUpClaim(deps, waiting, context());
    expect(await isTaken(wanted)).to.equal(true);
  });

  it('free the name of a change that was refused', async () => {
    const [id, , wanted] = await addedProduct();
    await giveUpClaim(
      deps,
      await claimName(deps, { name: wanted, productId: id }, context()),
      context(),
    );

    expect(await isTaken(wanted)).to.equal(false);
  });

  it('refuse a change that wakes up after its name was given to another product', async () => {
    const [id, , wanted] = await addedProduct();
    await claimName(deps, { name: wanted, productId: id }, context());
    clock = later;
    await claimName(deps, { name: wanted, productId: otherId() }, context());

    expect(await codeOf(change(id, wanted, 1))).to.equal('VERSION_STALE');
  });

  it('refuse a product that wakes up after its name was given to another one', async () => {
    const [name, sku] = [unique(), unique()];
    await claimName(deps, { name, productId: productIdOf(sku) }, context());
    clock = later;
    await claimName(deps, { name, productId: otherId() }, context());

    expect(await codeOf(add(sku, name))).to.equal('NAME_TAKEN');
  });

  it('leave the name to a product that took it late, but before it was given away', async () => {
    const [id, , wanted] = await addedProduct();
    await claimName(deps, { name: wanted, productId: id }, context());
    await change(id, wanted, 1);
    clock = later;

    expect(await isTaken(wanted)).to.equal(true);
  });

  const now = '2026-01-01T12:00:00.000Z';
  const later = '2026-01-01T12:00:11.000Z';
  let clock = now;
  let eventStore: EventStore;
  let deps: ReturnType<typeof handlers>;

  before(async () => {
    eventStore = connectEventStore(await eventStoreUrl(), logger);
    deps = handlers();
  });

  beforeEach(() => {
    clock = now;
  });

  after(async () => {
    await Promise.all([deps.products.stop(), deps.names.stop()]);
    await eventStore.stop();
  });

  const handlers = () => ({
    products: createIdempotentHandler({
      eventStore,
      decider: inventoryDecider,
      eventShapes: inventoryEventShapes,
      streamOf: inventoryStream,
      logger,
    }),
    names: createCommandHandler({
      eventStore,
      decider: productNameDecider,
      eventShapes: productNameEventShapes,
      streamOf: productNameStream,
      logger,
    }),
    now: () => clock,
  });

  const unique = () => `Sneaker ${randomUUID()}`;
  const otherId = () => productIdOf(unique());

  const context = (): CommandContext => ({
    commandId: randomUUID(),
    correlationId: 'test',
    userId: null,
    requestId: null,
    traceparent: null,
  });

  const add = (sku: string, name: string) =>
    deps.products.handle(
      productIdOf(sku),
      {
        type: 'AddProduct',
        data: {
          productId: productIdOf(sku),
          sku,
          name,
          description: null,
          category: 'shoes',
          price: 100,
          originalPrice: null,
          currency: 'USD',
          maxPerCustomer: null,
          saleStartsAt: null,
          saleEndsAt: null,
          paymentWindowSeconds: null,
          stock: 0,
          expectedVersion: 0,
          now,
        },
      },
      context(),
    );

  /** A product under the first of two names. */
  const addedProduct = async (): Promise<readonly [string, string, string]> => {
    const [sku, name] = [unique(), unique()];
    await claimName(deps, { name, productId: productIdOf(sku) }, context());
    await add(sku, name);

    return [productIdOf(sku), name, unique()];
  };

  const change = (productId: string, name: string, expectedVersion: number) =>
    deps.products.handle(
      productId,
      { type: 'ChangeProduct', data: { productId, name, expectedVersion, now } },
      context(),
    );

  /** Without freeing the name before: whoever renames does so last. */
  const rename = async (productId: string, name: string): Promise<void> => {
    const { state } = await deps.products.load(productId, { fresh: true });
    await claimName(deps, { name, productId }, context());
    await change(productId, name, state.version);
  };

  const claimed = async (productId: string, name: string) => ({
    name,
    ...(await claimOf(deps, { name, productId })),
  });

  const isTaken = async (name: string): Promise<boolean> =>
    (await codeOf(claimName(deps, { name, productId: otherId() }, context()))) === 'NAME_TAKEN';

  const codeOf = async (outcome: Promise<unknown>): Promise<unknown> => {
    const error = await outcome.then(
      () => null,
      (reason: unknown) => reason,
    );

    return error instanceof Error && 'code' in error ? error.code : error;
  };
});
