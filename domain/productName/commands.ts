import type { Command } from '../decider.js';

/** Every command names its product and the time at which it was accepted (ISO 8601 UTC). */
type OfName = Readonly<{ name: string; productId: string; now: string }>;

/** `token` is the revision at which the name was claimed, or claimed again. */
export type NameClaim = Readonly<{ productId: string; token: number }>;

/** `from` is the abandoned claim that may be taken over; it was revoked before. */
export type ClaimName = Command<'ClaimName', OfName & { from: NameClaim | null }>;

/** Frees the name unless it was claimed again since. */
export type ReleaseName = Command<'ReleaseName', OfName & { token: number }>;

export type ProductNameCommand = ClaimName | ReleaseName;
