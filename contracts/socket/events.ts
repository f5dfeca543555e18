import { z } from 'zod';
import {
  inventoryStatuses,
  notificationTypes,
  orderStatuses,
  paymentState,
  waitlistPlace,
} from '../messages/orderStatus.js';

/** Number of a notification: 1, 2, 3 … per user, without holes. */
export const cursor = z.int().min(0);

/**
 * What a client sends as `auth` when it connects; the token nowhere else. With `cursor` it first
 * gets everything after that one, without it starts at now.
 */
export const socketAuth = z.object({
  token: z.string().min(1).max(8_192),
  cursor: cursor.optional(),
});

/** Server to client: an order of the user has changed. At least once, in cursor order. */
export const orderUpdate = z.strictObject({
  cursor: cursor.min(1),
  /** A reminder comes a minute before the time to pay is over, and changes nothing. */
  type: z.enum(notificationTypes),
  orderId: z.guid(),
  status: z.enum(orderStatuses),
  inventoryStatus: z.enum(inventoryStatuses),
  reason: z.string().optional(),
  message: z.string(),
  waitlist: waitlistPlace.optional(),
  payment: paymentState,
  /** When it happened, not when it was sent. */
  occurredAt: z.iso.datetime(),
});

/**
 * Server to client, first of all: the cursor after which this socket gets everything. A client that
 * connects again with it, before any update has come, misses nothing of the time between.
 */
export const startCursor = z.strictObject({ cursor });

/** Client to server: the products whose stock it subscribes to, instead of those before. */
export const watch = z.strictObject({ productIds: z.array(z.guid().toLowerCase()).max(100) });

/** Server to client: at most 4 per second and product; the last value always comes. */
export const stockUpdate = z.strictObject({
  productId: z.guid(),
  available: z.int().min(0),
  soldOut: z.boolean(),
  /** Orders on the waitlist. */
  waiting: z.int().min(0),
});

/** Server to client, before the server ends the socket: connect again with a new token. */
export const tokenExpired = z.strictObject({ code: z.enum(['TOKEN_EXPIRED', 'SESSION_REVOKED']) });

/** `connect_error`: `message` is the code, and so is `data.code`. */
export const connectErrorCodes = [
  'AUTH_INVALID',
  'TOKEN_INVALID',
  'TOKEN_EXPIRED',
  'SESSION_REVOKED',
  'TOO_MANY_SOCKETS',
  'UNAVAILABLE',
] as const;

export const socketEvents = {
  serverToClient: {
    cursor: startCursor,
    'order.update': orderUpdate,
    'stock.update': stockUpdate,
    token_expired: tokenExpired,
  },
  clientToServer: { watch },
} as const;

/** The namespace of visitors without an account: no token, and these events only. */
export const catalogueNamespace = '/catalogue';

export const catalogueEvents = {
  serverToClient: { 'stock.update': stockUpdate },
  clientToServer: { watch },
} as const;

export type SocketAuth = z.infer<typeof socketAuth>;
export type StartCursor = z.infer<typeof startCursor>;
export type OrderUpdate = z.infer<typeof orderUpdate>;
export type Watch = z.infer<typeof watch>;
export type StockUpdate = z.infer<typeof stockUpdate>;
export type TokenExpired = z.infer<typeof tokenExpired>;
export type ConnectErrorCode = (typeof connectErrorCodes)[number];

/** The acknowledgement of `watch`, for clients that want one. */
export type WatchAnswer = Readonly<{ ok: true } | { ok: false; code: 'VALIDATION_FAILED' }>;

export type ServerToClientEvents = {
  cursor: (start: StartCursor) => void;
  'order.update': (update: OrderUpdate) => void;
  'stock.update': (update: StockUpdate) => void;
  token_expired: (reason: TokenExpired) => void;
};

export type ClientToServerEvents = {
  watch: (request: unknown, answer?: unknown) => void;
};
