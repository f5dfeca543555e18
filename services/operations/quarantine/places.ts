import { events } from './events.js';
import { messages } from './messages.js';
import { outboxRows } from './outboxRows.js';
import type { QuarantinePlace } from './quarantined.js';

/** By what an id begins with. */
export const places: Readonly<Record<string, QuarantinePlace>> = {
  event: events,
  outbox: outboxRows,
  message: messages,
};

export type PlaceOfId = Readonly<{ place: QuarantinePlace; id: string }>;

/** Returns the place that a text such as `event:4711` names, null when it is no id. */
export const quarantinePlaceOf = (text: string): PlaceOfId | null => {
  const [, kind = '', id = ''] = /^(\w+):(\d{1,19}(?:\.\d{1,9})?)$/.exec(text) ?? [];
  const place = Object.hasOwn(places, kind) ? places[kind] : undefined;

  return place === undefined || id.includes('.') !== (kind === 'outbox') ? null : { place, id };
};
