import { asStored, type EventShapes } from '../eventShapes.js';
import { record, text, time, uuid } from '../shapes.js';
import type { ProductNameEvent } from './events.js';

const claim = { name: text, productId: uuid };

const nameClaimed = record({ ...claim, claimedAt: time });
const nameReleased = record({ ...claim, releasedAt: time });

/** When a change is a new version, and when it is none: docs/guides/evolve-an-event.md. */
export const productNameEventShapes: EventShapes<ProductNameEvent> = {
  NameClaimed: { 1: asStored(nameClaimed) },
  NameReleased: { 1: asStored(nameReleased) },
};
