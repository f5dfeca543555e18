import type { Command } from '../decider.js';

/** Every command names its product and the time at which it was accepted (ISO 8601 UTC). */
type OfName = Readonly<{ name: string; productId: string; now: string }>;

/** `from` names the product whose abandoned claim may be taken over. */
export type ClaimName = Command<'ClaimName', OfName & { from: string | null }>;

export type ReleaseName = Command<'ReleaseName', OfName>;

export type ProductNameCommand = ClaimName | ReleaseName;
