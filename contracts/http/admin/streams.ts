import { z } from 'zod';
import { paging } from '../fields.js';

const position = z.string().regex(/^\d{1,19}$/, 'A position of the log');
const revision = z.string().regex(/^\d{1,15}$/, 'A revision, from 0');

/** GET `/api/streams`: `before` is the `next` of the page before. */
export const listStreamsQuery = z.strictObject({
  prefix: z.string().min(1).max(300).optional(),
  limit: paging.limit,
  before: position.transform(BigInt).optional(),
});

export const streamParams = z.strictObject({ name: z.string().min(1).max(300) });

/** GET `/api/streams/:name`: without `from`, from the end of the direction. */
export const readStreamQuery = z.strictObject({
  from: revision.transform(Number).optional(),
  direction: z.enum(['forwards', 'backwards']).default('backwards'),
  limit: paging.limit,
});

/** A stream as its newest event shows it; `position` is that of the event. */
export const streamSummary = z.strictObject({
  name: z.string(),
  revision: z.int().min(0),
  lastType: z.string(),
  lastAt: z.iso.datetime(),
  position: z.string(),
});

/** `next` is null when the log has been searched to its beginning. */
export const streamList = z.strictObject({
  streams: z.array(streamSummary),
  next: z.string().nullable(),
});

/** What an event names; `stream` is where that is told, null where it has none. */
export const eventLink = z.strictObject({
  kind: z.enum(['order', 'product', 'user']),
  id: z.string(),
  stream: z.string().nullable(),
});

/**
 * Amounts in `data` are decimal. Events of one request have the same `correlationId`;
 * `causationId` names what caused the event.
 */
export const streamEvent = z.strictObject({
  id: z.string(),
  type: z.string(),
  revision: z.int().min(0),
  position: z.string(),
  recordedAt: z.iso.datetime(),
  data: z.record(z.string(), z.unknown()),
  schemaVersion: z.int().nullable(),
  correlationId: z.string().nullable(),
  causationId: z.string().nullable(),
  requestId: z.string().nullable(),
  /** Whose request caused it. */
  userId: z.string().nullable(),
  links: z.array(eventLink),
});

/** `next` is the `from` of the next page in the same direction, null at the end. */
export const streamEventPage = z.strictObject({
  stream: z.string(),
  direction: z.enum(['forwards', 'backwards']),
  events: z.array(streamEvent),
  next: z.int().nullable(),
});

export type StreamSummary = z.infer<typeof streamSummary>;
export type StreamList = z.infer<typeof streamList>;
export type EventLink = z.infer<typeof eventLink>;
export type StreamEvent = z.infer<typeof streamEvent>;
export type StreamEventPage = z.infer<typeof streamEventPage>;
