import { z } from 'zod';
import { proseText } from '../text.js';

/** Such as `event:4711`, `outbox:4711.0` or `message:12`. */
export const quarantineParams = z.strictObject({
  id: z.string().regex(/^(event:\d{1,19}|outbox:\d{1,19}\.\d{1,9}|message:\d{1,19})$/, 'An id'),
});

/** POST `/api/operations/quarantine/:id/skip`: the reason is kept. */
export const skipRequest = z.strictObject({ reason: proseText(500) });

/** What waits; the fields beside the id are those that its place knows. */
export const quarantined = z.looseObject({ id: z.string() });

export const quarantineList = z.strictObject({
  quarantined: z.array(quarantined),
  total: z.int().min(0),
});

export const quarantineChanged = z.strictObject({ message: z.string(), id: z.string() });

/** A message that could not be handled; `value` is its beginning. */
export const deadLetter = z.strictObject({
  topic: z.string(),
  partition: z.int(),
  offset: z.string(),
  key: z.string().nullable(),
  type: z.string().nullable(),
  error: z.string(),
  group: z.string(),
  time: z.string(),
  value: z.string().nullable(),
});

export const deadLetterList = z.strictObject({
  deadLetters: z.array(deadLetter),
  total: z.int().min(0),
});

/** `retried` is null while they are still being sent. */
export const deadLettersRetried = z.strictObject({
  message: z.string(),
  retried: z.int().min(0).nullable(),
});

export type DeadLetterResource = z.infer<typeof deadLetter>;
export type DeadLetterList = z.infer<typeof deadLetterList>;
