import {
  assertNever,
  type Command,
  DomainError,
  type Decider,
  type Event,
} from '../../../domain/decider.js';

/** The name is taken by a product, or is about to be: a claim comes before ProductAdded. */
export type NameClaimed = Event<
  'NameClaimed',
  { name: string; productId: string; claimedAt: string }
>;

export type NameReleased = Event<
  'NameReleased',
  { name: string; productId: string; releasedAt: string }
>;

export type NameEvent = NameClaimed | NameReleased;

/** `from` names the product whose abandoned claim may be taken over. */
export type ClaimName = Command<
  'ClaimName',
  { name: string; productId: string; from: string | null; now: string }
>;

export type ReleaseName = Command<'ReleaseName', { name: string; productId: string; now: string }>;

export type NameCommand = ClaimName | ReleaseName;

/** Who holds the name, null when it is free. */
export type ProductName = Readonly<{ productId: string; claimedAt: string }> | null;

export type NameErrorCode = 'NAME_TAKEN';

const patience = 10_000;

const evolve = (_: ProductName, { type, data }: NameEvent): ProductName =>
  type === 'NameClaimed' ? { productId: data.productId, claimedAt: data.claimedAt } : null;

const decide = (command: NameCommand, holder: ProductName): readonly NameEvent[] => {
  switch (command.type) {
    case 'ClaimName':
      return claim(command, holder);
    case 'ReleaseName':
      return release(command, holder);
    default:
      return assertNever(command);
  }
};

// A repeated claim is renewed: its product has not been added, and another may be waiting to take over.
const claim = (
  { data: { from, now, ...claimed } }: ClaimName,
  holder: ProductName,
): NameClaimed[] => {
  const isFree = holder === null || holder.productId === claimed.productId;
  if (!isFree && !(holder.productId === from && isAbandoned(holder.claimedAt, now)))
    throw new DomainError<NameErrorCode>('NAME_TAKEN', 'Another product has this name');

  return [{ type: 'NameClaimed', data: { ...claimed, claimedAt: now } }];
};

const release = (
  { data: { now, ...released } }: ReleaseName,
  holder: ProductName,
): NameReleased[] =>
  holder?.productId === released.productId
    ? [{ type: 'NameReleased', data: { ...released, releasedAt: now } }]
    : [];

const isAbandoned = (claimedAt: string, now: string): boolean =>
  Date.parse(now) - Date.parse(claimedAt) > patience;

export const productNameDecider: Decider<ProductName, NameCommand, NameEvent> = {
  initialState: () => null,
  evolve,
  decide,
};

export const productNameStream = (nameKey: string): string => `productName-${nameKey}`;
