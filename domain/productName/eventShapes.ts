import { asStored, type EventShapes } from '../eventShapes.js';
import { record, text, time, uuid } from '../shapes.js';
import type { ProductNameEvent } from './events.js';

const claim = { name: text, productId: uuid };

const nameClaimed = record({ ...claim, claimedAt: time });
const nameReleased = record({ ...claim, releasedAt: time });

/** A change of an event's data is a new version; the older ones are brought up to it. */
export const productNameEventShapes: EventShapes<ProductNameEvent> = {
  NameClaimed: { 1: asStored(nameClaimed) },
  NameReleased: { 1: asStored(nameReleased) },
};
