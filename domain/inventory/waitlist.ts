/** Holds nothing yet: `units` are those that are waited for. */
export type WaitingReservation = Readonly<{
  userId: string | null;
  units: number;
  orderRevision: number;
  status: 'WAITING';
  orderId: string;
  itemId: string | null;
  place: number;
}>;

/**
 * Who waits for units of a product, in order of place: a persistent trie of 32 slots per node, in
 * which each node knows the smallest number of units that is waited for below it. Places count from
 * 1 and are never given twice; `span` is how many fit under the root. Adding, removing and finding
 * the first that fits take a few nodes each, however many wait.
 */
export type Waitlist = Readonly<{ root: Branch | null; span: number; lastPlace: number }>;

type Branch = Readonly<{ least: number; count: number; slots: readonly Slot[] }>;

type Slot = Branch | WaitingReservation | null;

const width = 32;

export const emptyWaitlist: Waitlist = { root: null, span: width, lastPlace: 0 };

/** Returns the list of those who wait after `lastPlace` places were given. */
export const waitlistOf = (lastPlace: number, waiting: readonly WaitingReservation[]): Waitlist =>
  waiting.reduce(withWaiting, withPlaces(emptyWaitlist, lastPlace));

export const waitingIn = ({ root }: Waitlist): number => root?.count ?? 0;

export const withWaiting = (waitlist: Waitlist, waiting: WaitingReservation): Waitlist =>
  put(withPlaces(waitlist, waiting.place), waiting.place, waiting);

export const withoutPlace = (waitlist: Waitlist, place: number): Waitlist =>
  put(waitlist, place, null);

/** Returns the first, in order of place, who waits for at most `units`. */
export const firstFitting = ({ root }: Waitlist, units: number): WaitingReservation | null =>
  firstIn(root, units);

const firstIn = (slot: Slot, units: number): WaitingReservation | null => {
  if (!isBranch(slot)) return leastOf(slot) > units ? null : slot;
  const next = slot.slots.find((below) => leastOf(below) <= units);

  return firstIn(next ?? null, units);
};

const withPlaces = ({ root, span, lastPlace }: Waitlist, place: number): Waitlist => {
  if (place >= span)
    return withPlaces({ root: at(0, root, nothing), span: span * width, lastPlace }, place);

  return { root, span, lastPlace: Math.max(lastPlace, place) };
};

const put = (waitlist: Waitlist, place: number, waiting: WaitingReservation | null): Waitlist => ({
  ...waitlist,
  root: putBelow(waitlist.root, { places: waitlist.span / width, place, waiting }),
});

/** `places` are those under each slot of the branch; `place` counts from its first. */
type Change = Readonly<{ places: number; place: number; waiting: WaitingReservation | null }>;

const putBelow = (branch: Branch | null, { places, place, waiting }: Change): Branch | null => {
  const slots = branch?.slots ?? nothing;
  const index = Math.floor(place / places);
  const below = slots[index] ?? null;
  const next = { places: places / width, place: place % places, waiting };

  return at(index, places === 1 ? waiting : putBelow(isBranch(below) ? below : null, next), slots);
};

const nothing: readonly Slot[] = Array.from({ length: width }, () => null);

/** A branch like the one with these slots, but for one; null when nobody is left below it. */
const at = (index: number, slot: Slot, before: readonly Slot[]): Branch | null => {
  const slots = before.with(index, slot);
  const count = slots.reduce((sum, below) => sum + countOf(below), 0);

  return count === 0 ? null : { least: Math.min(...slots.map(leastOf)), count, slots };
};

const isBranch = (slot: Slot): slot is Branch => slot !== null && 'slots' in slot;

const leastOf = (slot: Slot): number => {
  if (slot === null) return Infinity;

  return isBranch(slot) ? slot.least : slot.units;
};

const countOf = (slot: Slot): number => {
  if (slot === null) return 0;

  return isBranch(slot) ? slot.count : 1;
};
