import { randomUUID } from 'node:crypto';
import { DomainError } from '../../../domain/decider.js';
import type { Inventory } from '../../../domain/inventory/index.js';
import { isAbandoned, type NameClaim } from '../../../domain/productName/index.js';
import type { CommandContext } from '../../../platform/commandHandling/index.js';
import type { Deps } from './deps.js';
import { nameKeyOf, olderNameKeyOf } from './productIds.js';

type NameDeps = Pick<Deps, 'names' | 'products' | 'now'>;

type Claim = Readonly<{ name: string; productId: string }>;

/** A claim with its token: the revision of the name's stream. */
export type HeldClaim = Claim &
  Readonly<{
    token: number;
    /** Whether no other request may count on an earlier claim of this product. */
    isFirst: boolean;
  }>;

/**
 * Makes the name the product's own, before the product takes it: the product must have been read
 * before. DomainError NAME_TAKEN when another has it.
 */
export const claimName = async (
  deps: NameDeps,
  claim: Claim,
  context: CommandContext,
): Promise<HeldClaim> => {
  await requireNoOlderClaim(deps, claim);
  try {
    return await sendClaim(deps, { ...claim, from: null }, context);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const from = await revokeAbandoned(deps, claim.name, context);
    if (from === null) throw error;

    return await sendClaim(deps, { ...claim, from }, context);
  }
};

/** DomainError NAME_TAKEN when another product holds it by a claim of an older release. */
const requireNoOlderClaim = async (
  { names, products }: NameDeps,
  { name, productId }: Claim,
): Promise<void> => {
  const key = olderNameKeyOf(name);
  if (key === null) return;
  const { holder } = (await names.load(key, { fresh: true })).state;
  if (holder === null || holder.productId === productId) return;
  const { state } = await products.load(holder.productId, { fresh: true });
  if (holds(state, nameKeyOf(name)))
    throw new DomainError('NAME_TAKEN', 'Another product has this name');
};

/** Returns the claim that the product has on the name now, to release it later. */
export const claimOf = async ({ names }: NameDeps, claim: Claim): Promise<NameClaim> => {
  const { state } = await names.load(nameKeyOf(claim.name), { fresh: true });

  return { productId: claim.productId, token: state.revision };
};

/**
 * Frees the name, unless it is another's by now or the product has claimed it again; also when
 * nobody waits for it any more: the time of the request does not count.
 */
export const freeName = async (
  { names, now }: NameDeps,
  { name, productId, token }: Claim & NameClaim,
  { deadline: _, ...context }: CommandContext,
): Promise<void> => {
  await names.handle(
    nameKeyOf(name),
    { type: 'ReleaseName', data: { name, productId, token, now: now() } },
    // The claim of this request has the request's command id: event ids must differ.
    { ...context, commandId: randomUUID() },
  );
};

/** Frees the name of a change that was refused, unless another change may still take it. */
export const giveUpClaim = async (
  deps: NameDeps,
  claim: HeldClaim,
  context: CommandContext,
): Promise<void> => {
  if (claim.isFirst) await freeName(deps, claim, context);
};

const sendClaim = async (
  { names, now }: NameDeps,
  claim: Claim & Readonly<{ from: NameClaim | null }>,
  context: CommandContext,
): Promise<HeldClaim> => {
  const key = nameKeyOf(claim.name);
  const { state: before } = await names.load(key, { fresh: true });
  const data = { ...claim, now: now() };
  const { state } = await names.handle(key, { type: 'ClaimName', data }, context);
  const isNext = state.revision === before.revision + 1;

  return {
    name: claim.name,
    productId: claim.productId,
    token: state.revision,
    isFirst: isNext && before.holder?.productId !== claim.productId,
  };
};

/**
 * Returns the claim of a product that has not taken the name in time, once that product cannot take
 * it any more; null when the claim stands.
 */
const revokeAbandoned = async (
  { names, products, now }: NameDeps,
  name: string,
  context: CommandContext,
): Promise<NameClaim | null> => {
  const key = nameKeyOf(name);
  const { state } = await names.load(key, { fresh: true });
  const { holder, revision: token } = state;
  if (holder === null || !isAbandoned(holder, now())) return null;
  const { productId } = holder;
  const { state: product } = await products.load(productId, { fresh: true });
  if (holds(product, key)) return null;
  const data = { productId, name, expectedVersion: product.version, now: now() };
  const revoke = { type: 'RevokeNameClaim', data } as const;
  try {
    await products.handle(productId, revoke, withoutKey(context));

    return { productId, token };
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
};

/** The key of a request belongs to the product that it is about. */
const withoutKey = ({
  idempotencyKey: _idempotencyKey,
  requestFingerprint: _requestFingerprint,
  ...context
}: CommandContext): CommandContext => ({ ...context, commandId: randomUUID() });

const holds = (inventory: Inventory, nameKey: string): boolean =>
  inventory.status === 'LISTED' && nameKeyOf(inventory.name) === nameKey;
