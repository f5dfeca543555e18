import { randomUUID } from 'node:crypto';
import { DomainError } from '../../../domain/decider.js';
import type { Inventory } from '../../../domain/inventory/index.js';
import type { CommandContext } from '../../../platform/commandHandling/index.js';
import type { Deps } from './deps.js';
import { nameKeyOf } from './productIds.js';

type NameDeps = Pick<Deps, 'names' | 'products' | 'now'>;

type Claim = Readonly<{ name: string; productId: string }>;

/**
 * Makes the name the product's own, before the product takes it. DomainError NAME_TAKEN when
 * another has it.
 */
export const claimName = async (
  deps: NameDeps,
  claim: Claim,
  context: CommandContext,
): Promise<void> => {
  try {
    await sendClaim(deps, { ...claim, from: null }, context);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const from = await abandonedBy(deps, nameKeyOf(claim.name));
    if (from === null) throw error;
    await sendClaim(deps, { ...claim, from }, context);
  }
};

/** Frees those of the names that the product claimed and does not hold. */
export const releaseUnheldNames = async (
  { products, names, now }: NameDeps,
  productId: string,
  { claimed, context }: Readonly<{ claimed: readonly string[]; context: CommandContext }>,
): Promise<void> => {
  const { state } = await products.load(productId, { fresh: true });
  const unheld = claimed.filter((name) => !holds(state, nameKeyOf(name)));
  await Promise.all(
    unheld.map((name) =>
      names.handle(
        nameKeyOf(name),
        { type: 'ReleaseName', data: { name, productId, now: now() } },
        // The claim of this request has the request's command id: event ids must differ.
        { ...context, commandId: randomUUID() },
      ),
    ),
  );
};

const sendClaim = async (
  { names, now }: NameDeps,
  claim: Claim & Readonly<{ from: string | null }>,
  context: CommandContext,
): Promise<void> => {
  const data = { ...claim, now: now() };
  await names.handle(nameKeyOf(claim.name), { type: 'ClaimName', data }, context);
};

/** The product whose claim stands although it does not hold the name. */
const abandonedBy = async (
  { names, products }: NameDeps,
  nameKey: string,
): Promise<string | null> => {
  const { state: holder } = await names.load(nameKey, { fresh: true });
  if (holder === null) return null;
  const { state } = await products.load(holder.productId, { fresh: true });

  return holds(state, nameKey) ? null : holder.productId;
};

const holds = (inventory: Inventory, nameKey: string): boolean =>
  inventory.status === 'LISTED' && nameKeyOf(inventory.name) === nameKey;
